// Application Users, people and tokens of the WorkSpan stand-in, kept for one run.
import { defaultSeed } from "./seed.js";
import { ENTERPRISE, USER } from "./user.js";

export class WorkSpanState {
  /** @type {import("./seed.js").Client[]} */
  clients = [];
  /** SCIM resources in the order they were made. @type {any[]} */
  users = [];
  /** Token → who it was given to and until when. @type {Map<string, { clientId: string, expiresAt: number }>} */
  tokens = new Map();
  /** User id → how many more listings will not show the user. @type {Map<string, number>} */
  hidden = new Map();
  #seed;

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
    const { settings, clients, users } = structuredClone(this.#seed);
    /** @type {import("./seed.js").Settings} */
    this.settings = /** @type {any} */ (settings);
    this.clients.splice(0, Infinity, ...clients);
    this.users.length = 0;
    for (const each of [this.tokens, this.hidden]) each.clear();
    for (const user of users) this.addUser(fromSeed(user));
  }

  /** @param {object} attributes  a SCIM user without id and meta */
  addUser(attributes) {
    // Opaque, as published [D]: the tail is there so that nobody takes it for a number.
    const id = `Ws-Person_ahFzfnZtd2FyZS1iaWctYmV0c3I${1000 + this.users.length}DDA`;
    const now = this.now();
    const user = { ...attributes, id, meta: { resourceType: "User", created: now, lastModified: now } };
    this.users.push(user);
    return user;
  }

  replaceUser(user, attributes) {
    const { id, meta } = user;
    const next = { ...attributes, id, meta: { ...meta, lastModified: this.now() } };
    this.users.splice(this.users.indexOf(user), 1, next);
    return next;
  }

  user(id) {
    return this.users.find((user) => user.id === id);
  }

  /** Users of this identity: more than one means that a client made a duplicate. */
  usersOf(email) {
    const folded = email.toLowerCase();
    return this.users.filter(
      ({ userName, emails }) =>
        userName.toLowerCase() === folded || emails.some(({ value }) => value.toLowerCase() === folded),
    );
  }

  /** The secret can be reset at any time, which kills the old one [S]; ids never change. */
  resetSecret(clientId, clientSecret) {
    Object.assign(
      this.clients.find((each) => each.clientId === clientId),
      { clientSecret },
    );
  }

  /** @param {string} clientId */
  issue(clientId) {
    const token = `CANARY-token-${crypto.randomUUID()}${crypto.randomUUID()}`;
    this.tokens.set(token, { clientId, expiresAt: this.clock() + this.settings.tokenSeconds * 1000 });
    return token;
  }

  /** Whether the token was good until now; without an argument, every token ends. @param {string} [token] */
  revoke(token) {
    if (token === undefined) return this.tokens.clear();
    const grant = this.tokens.get(token);
    this.tokens.delete(token);
    return grant !== undefined && this.clock() < grant.expiresAt;
  }

  now() {
    return new Date(this.clock()).toISOString();
  }

  snapshot() {
    const { settings, clients, users } = this;
    return { settings, clients: clients.map(({ clientSecret, ...rest }) => rest), users };
  }
}

function fromSeed({ email, givenName, familyName, displayName, department, active = true, more = {} }) {
  return {
    schemas: department === undefined ? [USER] : [USER, ENTERPRISE],
    userName: email,
    name: { givenName, familyName },
    ...(displayName === undefined ? {} : { displayName }),
    emails: [{ primary: true, value: email, type: "work" }],
    active,
    ...(department === undefined ? {} : { [ENTERPRISE]: { department } }),
    ...more,
  };
}
