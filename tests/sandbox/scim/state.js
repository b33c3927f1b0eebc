// Users and groups of the SCIM service provider, kept for one run.
import { defaultSeed } from "./seed.js";

export class ScimState {
  /** Resources in the order they were made, by id. @type {{ User: Map<string, any>, Group: Map<string, any> }} */
  resources = { User: new Map(), Group: new Map() };
  /** Id → how many more listings will not show the resource. @type {Map<string, number>} */
  hidden = new Map();
  #seed;
  #lastId = 0;

  /**
   * @param {() => number} clock
   * @param {Partial<import("./seed.js").Seed>} [seed]  each given list replaces the default one
   */
  constructor(clock, seed = {}) {
    this.clock = clock;
    this.#seed = { ...defaultSeed, ...seed, settings: { ...defaultSeed.settings, ...seed.settings } };
    this.reset();
  }

  reset() {
    const { settings, users, groups } = structuredClone(this.#seed);
    /** @type {import("./seed.js").Settings} */
    this.settings = /** @type {any} */ (settings);
    for (const each of [this.resources.User, this.resources.Group, this.hidden]) each.clear();
    this.#lastId = 0;
    for (const user of users) this.add("User", fromSeed(user));
    for (const { displayName, members = [] } of groups) {
      this.add("Group", { displayName, members: members.map((name) => ({ value: this.usersOf(name)[0].id })) });
    }
  }

  get users() {
    return [...this.resources.User.values()];
  }

  get groups() {
    return [...this.resources.Group.values()];
  }

  /** @param {"User" | "Group"} kind @param {object} attributes  without id and meta */
  add(kind, attributes) {
    this.#lastId += 1;
    const id = `5c1a0000-0000-4000-8000-${String(this.#lastId).padStart(12, "0")}`;
    const now = this.now();
    const resource = { ...attributes, id, meta: { resourceType: kind, created: now, lastModified: now } };
    this.resources[kind].set(id, resource);
    return resource;
  }

  /** @param {"User" | "Group"} kind */
  replace(kind, id, attributes) {
    const { meta } = this.resources[kind].get(id);
    const next = { ...attributes, id, meta: { ...meta, lastModified: this.now() } };
    this.resources[kind].set(id, next);
    return next;
  }

  /** Who is gone is in no group. */
  remove(kind, id) {
    this.resources[kind].delete(id);
    for (const group of this.groups) group.members = group.members?.filter(({ value }) => value !== id);
  }

  /** Users of this identity, by name or address: more than one means that a client made a duplicate. */
  usersOf(identity) {
    const folded = identity.toLowerCase();
    const names = ({ userName, emails = [] }) => [userName, ...emails.map(({ value }) => value)];
    return this.users.filter((user) => names(user).some((name) => name.toLowerCase() === folded));
  }

  groupsNamed(displayName) {
    return this.groups.filter((group) => group.displayName === displayName);
  }

  now() {
    return new Date(this.clock()).toISOString();
  }

  snapshot() {
    const { bearerToken, basic, ...settings } = this.settings;
    return { settings, users: this.users, groups: this.groups };
  }
}

function fromSeed({ userName, givenName, familyName, email = userName, department, active = true, more = {} }) {
  return {
    userName,
    name: { givenName, familyName },
    emails: [{ value: email, type: "work", primary: true }],
    active,
    ...(department === undefined ? {} : { [ENTERPRISE]: { department } }),
    ...more,
  };
}

export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
