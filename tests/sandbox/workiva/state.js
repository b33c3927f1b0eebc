// Users, roles, workspaces, memberships, groups and operations of the Workiva stand-in, for both of its routes.
import { Operations } from "./operations.js";
import { defaultSeed } from "./seed.js";

/** Opaque ids with a `=` at the end now and then, like those of the published examples [D]. */
const opaque = (kind, number) => btoa(`${kind}\u001f${number}`);

export class WorkivaState {
  /** @type {import("./seed.js").Client[]} */
  clients = [];
  /** The first is everybody's. @type {import("./seed.js").Role[]} */
  organizationRoles = [];
  /** The same in every workspace. @type {import("./seed.js").Role[]} */
  workspaceRoles = [];
  /** @type {import("./seed.js").Seed["workspaces"]} */
  workspaces = [];
  /** Users of the organization, as the platform route shows them. @type {any[]} */
  users = [];
  /** Users of other organizations. @type {any[]} */
  elsewhere = [];
  /** User id → ids of organization roles. @type {Map<string, Set<string>>} */
  roles = new Map();
  /** @type {{ id: string, userId: string, workspaceId: string, roles: Set<string> }[]} */
  memberships = [];
  /** @type {{ id: string, workspaceId: string, name: string, members: Set<string> }[]} */
  groups = [];
  /** Token → who it was given to, for what, and until when. @type {Map<string, { clientId: string, scopes: string[], expiresAt: number }>} */
  tokens = new Map();
  /** User id → how many more listings will not show the user. @type {Map<string, number>} */
  hidden = new Map();
  /** Ids of users whose home is another organization. @type {Set<string>} */
  foreign = new Set();
  /** Addresses, old and new, that were told of a changed user name or address [D]. @type {string[]} */
  profileMails = [];
  /** User names that a membership's welcome mail went to. @type {string[]} */
  mails = [];
  /** Ids of users that the listing under way does not show. @type {Set<string>} */
  #unseen = new Set();
  #seed;
  #lastId = 0;

  /**
   * @param {() => number} clock
   * @param {Partial<import("./seed.js").Seed>} [seed]  each given list replaces the default one
   */
  constructor(clock, seed = {}) {
    this.clock = clock;
    this.operations = new Operations(this);
    this.#seed = { ...defaultSeed, ...seed, settings: { ...defaultSeed.settings, ...seed.settings } };
    this.reset();
  }

  reset() {
    const { settings, clients, users, elsewhere, groups, ...lists } = structuredClone(this.#seed);
    /** @type {import("./seed.js").Settings} */
    this.settings = /** @type {any} */ (settings);
    this.clients.splice(0, Infinity, ...clients);
    const { organizationRoles, workspaceRoles, workspaces } = lists;
    Object.assign(this, { organizationRoles, workspaceRoles, workspaces });
    for (const each of [this.users, this.elsewhere, this.memberships, this.groups, this.mails, this.profileMails]) each.length = 0;
    for (const each of [this.roles, this.tokens, this.hidden, this.foreign, this.#unseen, this.operations]) each.clear();
    this.#lastId = 0;
    for (const { workspace, name } of groups) this.addGroup(workspace, name);
    for (const user of users) this.#addFromSeed(user);
    for (const user of elsewhere) this.elsewhere.push(this.newUser(user));
  }

  newUser({
    username,
    email = username,
    givenName,
    familyName,
    displayName = `${givenName} ${familyName}`,
    status = "active",
  }) {
    const created = new Date(this.clock()).toISOString();
    return {
      id: this.nextId("WFUser"),
      givenName,
      familyName,
      displayName,
      email,
      username,
      status,
      created,
      modified: created,
    };
  }

  /** Everybody has the first organization role. */
  admit(user) {
    this.users.push(user);
    this.roles.set(user.id, new Set([this.organizationRoles[0].id]));
    return user;
  }

  change(user, attributes) {
    const { username = user.username, email = user.email } = attributes;
    if (username !== user.username || email !== user.email)
      this.profileMails.push(...new Set([user.email, email]));
    Object.assign(user, attributes, { modified: new Date(this.clock()).toISOString() });
    return user;
  }

  remove(user) {
    this.users.splice(this.users.indexOf(user), 1);
    this.roles.delete(user.id);
    for (const membership of this.memberships.filter(({ userId }) => userId === user.id)) this.leave(membership);
  }

  join(userId, workspaceId) {
    const membership = { id: this.nextId("Membership"), userId, workspaceId, roles: new Set() };
    this.memberships.push(membership);
    return membership;
  }

  /** Who leaves a workspace loses its roles and groups. */
  leave(membership) {
    this.memberships.splice(this.memberships.indexOf(membership), 1);
    for (const group of this.groupsOf(membership.workspaceId)) group.members.delete(membership.userId);
  }

  addGroup(workspaceId, name) {
    const group = { id: this.nextId("Group"), workspaceId, name, members: new Set() };
    this.groups.push(group);
    return group;
  }

  user(id) {
    return this.users.find((user) => user.id === id);
  }

  workspace(id) {
    return this.workspaces.find((workspace) => workspace.id === id);
  }

  membershipOf(userId, workspaceId) {
    return this.memberships.find((each) => each.userId === userId && each.workspaceId === workspaceId);
  }

  groupsOf(workspaceId) {
    return this.groups.filter((group) => group.workspaceId === workspaceId);
  }

  /** Users of this identity, by user name or address: more than one means that a client made a duplicate. */
  usersOf(identity) {
    const folded = identity.toLowerCase();
    return this.users.filter(({ username, email }) => username === folded || email.toLowerCase() === folded);
  }

  /** A user name is taken by users of other organizations too. */
  isTaken(username, exceptId) {
    return [...this.users, ...this.elsewhere].some((user) => user.username === username && user.id !== exceptId);
  }

  /** Whether only another organization may edit and suspend the user [D]. */
  isOutOfReach({ id }, assumed) {
    return this.foreign.has(id) && assumed["workiva.foreign-people"] === "refused";
  }

  /** Late visibility: each listing counts one off, and its later pages show what its first one did. */
  visibleUsers({ first }) {
    if (first) this.#unseen.clear();
    for (const [id, left] of first ? this.hidden : []) {
      if (left === 0) continue;
      this.hidden.set(id, left - 1);
      this.#unseen.add(id);
    }
    return this.users.filter(({ id }) => !this.#unseen.has(id));
  }

  issue(clientId, scopes) {
    const token = `CANARY-token-${crypto.randomUUID()}${crypto.randomUUID()}`;
    this.tokens.set(token, { clientId, scopes, expiresAt: this.clock() + this.settings.tokenSeconds * 1000 });
    return token;
  }

  /** Without an argument, every token. @param {string} [token] */
  revoke(token) {
    if (token === undefined) this.tokens.clear();
    else this.tokens.delete(token);
  }

  nextId(kind) {
    this.#lastId += 1;
    return opaque(kind, this.#lastId);
  }

  snapshot() {
    const { users, elsewhere, workspaces, mails } = this;
    const { scimToken, scimBasic, ...settings } = this.settings;
    const listed = (map) => Object.fromEntries([...map].map(([key, ids]) => [key, [...ids]]));
    return {
      settings,
      users,
      elsewhere,
      roles: listed(this.roles),
      workspaces,
      memberships: this.memberships.map((each) => ({ ...each, roles: [...each.roles] })),
      groups: this.groups.map((each) => ({ ...each, members: [...each.members] })),
      operations: this.operations.snapshot(),
      mails,
    };
  }

  #addFromSeed({ roles = [], workspaces = [], ...attributes }) {
    const { id } = this.admit(this.newUser(attributes));
    for (const { id: role, name } of this.organizationRoles) if (roles.includes(name)) this.roles.get(id).add(role);
    for (const { workspace, roles: names = [], groups = [] } of workspaces) {
      const membership = this.join(id, workspace);
      for (const { id: role, name } of this.workspaceRoles) if (names.includes(name)) membership.roles.add(role);
      for (const group of this.groupsOf(workspace)) if (groups.includes(group.name)) group.members.add(id);
    }
  }
}
