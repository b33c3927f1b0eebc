// Tenants, accounts, records and tokens of the MyWorkpal stand-in, kept for one run.
import { accountRecord, tenantRecord } from "./entities.js";
import { newAddresses, newEmployee, newMetadata, newPersonal } from "./new-records.js";
import { defaultSeed } from "./seed.js";

/** @typedef {"processed" | "open" | "closed"} AccountState */

const FIRST_SYSTEM_ID = 4711;

export class MyWorkpalState {
  /** @type {ReturnType<typeof tenantRecord>[]} */
  tenants = [];
  /** @type {ReturnType<typeof accountRecord>[]} */
  accounts = [];
  /** @type {import("./seed.js").Client[]} */
  clients = [];
  /** Token → who it was given to and until when. @type {Map<string, { clientId: string, expiresAt: number }>} */
  tokens = new Map();
  /** System id → each record as the raw JSON text that was last stored. */
  records = new Map();
  /** System id → how many more look-ups will not show the account. @type {Map<number, number>} */
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

  /** Back to the seed. Routes are made once, so the path of the create call stays what it was. */
  reset() {
    const { settings, clients, tenants, accounts } = structuredClone(this.#seed);
    /** @type {import("./seed.js").Settings} */
    this.settings = /** @type {any} */ (settings);
    this.clients.splice(0, Infinity, ...clients);
    this.tenants.length = this.accounts.length = 0;
    for (const each of [this.tokens, this.records, this.hidden]) each.clear();
    for (const tenant of tenants) this.addTenant(tenant);
    for (const account of accounts) this.addAccount(account);
  }

  addTenant({ id, name, subDomainName }) {
    const tenant = tenantRecord({ id, name, subDomainName });
    this.tenants.push(tenant);
    return tenant;
  }

  /**
   * @param {{ tenant: string, emailAddress: string, state?: AccountState, details?: object }} account
   *   `details`: the optional sections of a create call
   */
  addAccount({ tenant: subDomain, emailAddress, state = "open", details = {} }) {
    const tenant = this.tenantBySubDomain(subDomain);
    if (!tenant) throw new TypeError(`no tenant "${subDomain}" in the sandbox`);
    const systemId = FIRST_SYSTEM_ID + this.accounts.length;
    const now = new Date(this.clock()).toISOString().slice(0, -1);
    const account = accountRecord({ systemId, tenant, emailAddress, state, now });
    this.accounts.push(account);
    this.records.set(systemId, {
      employee: newEmployee(account, details.employeeDetails),
      personal: newPersonal(account, details.personDetails, details.contactNumbers),
      addresses: newAddresses(account, details.addressDetails),
      metadata: newMetadata(account),
    });
    return account;
  }

  tenantBySubDomain(subDomain) {
    return this.tenants.find((tenant) => tenant.subDomainName === subDomain);
  }

  account(systemId) {
    return this.accounts.find((account) => account.id === systemId);
  }

  /**
   * Accounts of this identity in any state: more than one means that a client made a duplicate.
   * @param {string | false} subDomain  false: in every tenant
   * @param {string} emailAddress
   */
  accountsOf(subDomain, emailAddress) {
    const folded = emailAddress.toLowerCase();
    const isOf = ({ tenant }) => subDomain === false || tenant === subDomain;
    return this.accounts.filter((each) => isOf(each) && each.emailAddress.toLowerCase() === folded);
  }

  /** Tenants that a client may see. @param {import("./seed.js").Client} client */
  tenantsOf(client) {
    return this.tenants.filter((tenant) => client.tenants?.includes(tenant.subDomainName) ?? true);
  }

  /** @param {string} clientId */
  issue(clientId) {
    const token = crypto.randomUUID() + crypto.randomUUID();
    this.tokens.set(token, { clientId, expiresAt: this.clock() + this.settings.tokenSeconds * 1000 });
    return token;
  }

  /** Without an argument, every token. @param {string} [token] */
  revoke(token) {
    if (token === undefined) this.tokens.clear();
    else this.tokens.delete(token);
  }

  snapshot() {
    const { tenants, accounts, records, settings } = this;
    return { settings, tenants, accounts, records: Object.fromEntries(records) };
  }
}
