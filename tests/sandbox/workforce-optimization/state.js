// People, sessions, log-in attempts and licences of the Workforce Optimization stand-in, kept for one run.
import { newPerson } from "./person.js";
import { defaultSeed } from "./seed.js";

const FIRST_PERSON_ID = 1001;

export class WorkforceOptimizationState {
  /** @type {import("./seed.js").Seed["tenant"]} */
  tenant = { id: 0, name: "" };
  /** @type {import("./seed.js").Role[]} */
  roles = [];
  /** @type {import("./seed.js").Seed["groups"]} */
  groups = [];
  /** @type {import("./seed.js").Seed["teams"]} */
  teams = [];
  /** @type {import("./seed.js").Seed["views"]} */
  views = [];
  /** Full records, as a GET by id shows them. @type {any[]} */
  people = [];
  /** Person id → password. @type {Map<number, string>} */
  passwords = new Map();
  /** Person id → rejected passwords since the last right one. @type {Map<number, number>} */
  rejected = new Map();
  /** Ids of people who cannot log in. @type {Set<number>} */
  locked = new Set();
  /** Session id → whose it is and when it was last used. @type {Map<string, { personId: number, usedAt: number }>} */
  sessions = new Map();
  /** Activation mails that were sent: two to one address mean two creates. @type {string[]} */
  mails = [];
  /** Person id → how many more lists will not show the person. @type {Map<number, number>} */
  hidden = new Map();
  /** How often somebody tried to log in, and how often that was refused. */
  attempts = { all: 0, refused: 0 };
  /** The most sessions that were open at once. */
  mostSessions = 0;
  /** Whether a change is being made. */
  changing = false;
  /** How long a change takes: one turn of the event loop; a test may hold it longer. */
  turn = () => new Promise((done) => setTimeout(done, 0));
  #seed;
  #requests = 0;

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
    const { settings, people, ...lists } = structuredClone(this.#seed);
    /** @type {import("./seed.js").Settings} */
    this.settings = /** @type {any} */ (settings);
    const { tenant, roles, groups, teams, views } = lists;
    Object.assign(this, { tenant, roles, groups, teams, views, changing: false, attempts: { all: 0, refused: 0 }, mostSessions: 0 });
    this.people.length = this.mails.length = this.#requests = 0;
    for (const each of [this.passwords, this.rejected, this.locked, this.sessions, this.hidden]) each.clear();
    for (const person of people) this.#addFromSeed(person);
  }

  /** @param {object} attributes  those of the full record that are not to be the default ones */
  addPerson(attributes, password) {
    const id = FIRST_PERSON_ID + this.people.length;
    const person = { ...newPerson(this), ...attributes, id, displayId: `P${id}` };
    this.people.push(person);
    if (password !== undefined) this.passwords.set(id, password);
    return person;
  }

  person(id) {
    return this.people.find((person) => person.id === id);
  }

  /** People of this user name: more than one means that a client made a duplicate. */
  peopleOf(email) {
    const folded = email.toLowerCase();
    return this.people.filter((person) => person.email?.toLowerCase() === folded);
  }

  isActive({ activated, deactivated }) {
    const now = this.clock();
    return activated !== null && activated <= now && (deactivated === null || deactivated > now);
  }

  isAdministrator(person) {
    return person.roles.some(({ isAdminDefault }) => isAdminDefault);
  }

  /** An administrator consumes one licence [S]. */
  licencesUsed() {
    return this.people.filter((person) => this.isAdministrator(person) && this.isActive(person)).length;
  }

  openSession(personId) {
    const sessionId = `CANARY-session-${crypto.randomUUID()}`;
    this.sessions.set(sessionId, { personId, usedAt: this.clock() });
    this.mostSessions = Math.max(this.mostSessions, this.openSessions());
    return sessionId;
  }

  /** How many sessions are open now: neither logged out nor expired. */
  openSessions() {
    return [...this.sessions.values()].filter((session) => this.#isLive(session)).length;
  }

  #isLive({ usedAt }) {
    return this.clock() - usedAt < this.settings.sessionSeconds * 1000;
  }

  /** Whose session it is, or undefined; looking is a use of it. */
  personOf(sessionId) {
    const session = this.sessions.get(sessionId);
    if (!session) return undefined;
    if (!this.#isLive(session)) {
      this.sessions.delete(sessionId);
      return undefined;
    }
    session.usedAt = this.clock();
    return this.person(session.personId);
  }

  nextRequestId() {
    this.#requests += 1;
    return `wfo-${String(this.#requests).padStart(6, "0")}`;
  }

  snapshot() {
    const { settings, tenant, roles, groups, teams, views, people, mails, attempts } = this;
    const sessions = { open: this.openSessions(), most: this.mostSessions };
    const counts = { sessions, licencesUsed: this.licencesUsed(), locked: [...this.locked] };
    return { settings, tenant, roles, groups, teams, views, people, mails, attempts, ...counts };
  }

  #addFromSeed({
    email,
    firstName,
    lastName,
    password,
    roles = ["Agent"],
    team = "Default Team",
    scope,
    views = [],
    more,
  }) {
    const { groupId, parentGroupId } = this.teams.find(({ name }) => name === team);
    this.addPerson(
      {
        email,
        firstName,
        lastName,
        displayName: `${firstName} ${lastName}`,
        groupId,
        parentGroup: parentGroupId,
        roles: this.roles.filter(({ label }) => roles.includes(label)),
        ...(scope ? { scope } : {}),
        views: views.map((name, n) => ({ ...this.views.find((view) => view.name === name), isMain: n === 0 })),
        ...more,
      },
      password,
    );
  }
}
