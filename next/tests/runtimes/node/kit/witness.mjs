// Sees everything that comes out of the package in a test, and finds in it what must never come out.
import assert from "node:assert/strict";
import { inspect } from "node:util";

/** Values of the caller's own that are personal: each is as much a canary as the sandbox's. */
export const PERSONAL = {
  niNumber: "CANARY-own-niNumber",
  dateOfBirth: "CANARY-own-dateOfBirth",
  salary: { amount: 98765.43, note: "CANARY-own-salary" },
};

/** What may be watched on a client: its verbs. What it hands out to be sent, and reads for the caller, may not. */
const VERBS = new Set([
  "connect",
  "plan",
  "planAll",
  "apply",
  "applyAll",
  "provision",
  "provisionAll",
  "deprovision",
  "deprovisionAll",
  "close",
]);

export class Witness {
  /** @type {Set<string>} */
  #texts = new Set();
  /** @type {string[]} */
  #secrets = ["CANARY-", String(PERSONAL.salary.amount)];
  /** @type {{ level: string, message: string }[]} */
  events = [];
  #sandbox;

  /** @param {any} [sandbox]  its clients' secrets and all tokens it gives are secrets */
  constructor(sandbox) {
    this.#sandbox = sandbox;
    for (const { clients } of withClients(sandbox)) {
      for (const { clientId, clientSecret } of clients) this.#hide(clientId, clientSecret);
    }
  }

  /** To give to a client. */
  logger = Object.fromEntries(
    ["debug", "info", "warn"].map((level) => [
      level,
      (message, event) => {
        this.events.push(event);
        this.see(message);
        this.see(event);
      },
    ]),
  );

  /** Takes down whatever can be read off a value; gives the value. */
  see(value) {
    for (const text of readings(value)) this.#texts.add(text);
    return value;
  }

  /** A further secret, however it may be written. */
  hide(text) {
    const bytes = [...Buffer.from(text)];
    const percent = bytes.map((each) => `%${each.toString(16).padStart(2, "0")}`).join("");
    const unicode = [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const html = text.replace(/[&<>"']/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[each]);
    // In base64 it depends on what stands before it; the ends are shared with what is beside it.
    const base64 = [0, 1, 2].map((before) => Buffer.from([...Array(before).fill(0), ...bytes]).toString("base64").replace(/=+$/, "").slice(4, -2));
    this.#secrets.push(text, percent, percent.toUpperCase(), unicode, html, ...base64.filter((part) => part.length > 8));
  }

  #hide(id, secret) {
    const form = new URLSearchParams({ secret }).toString().slice("secret=".length);
    const quoted = JSON.stringify(secret).slice(1, -1);
    const basic = Buffer.from(`${id}:${secret}`).toString("base64");
    this.hide(secret);
    this.#secrets.push(encodeURIComponent(secret), form, quoted, basic);
  }

  /** The client, with all that its verbs give or throw taken down. */
  watch(client) {
    this.see(client);
    return new Proxy(client, {
      get: (target, key) => {
        const value = target[key];
        if (typeof value !== "function") return value;
        if (!VERBS.has(key)) return value.bind(target);
        return (...inputs) => this.#call(() => value.apply(target, inputs));
      },
    });
  }

  #call(call) {
    let result;
    try {
      result = call();
    } catch (error) {
      throw this.see(error);
    }
    if (typeof result?.then === "function") return this.#promised(result);
    if (typeof result?.[Symbol.asyncIterator] === "function") return this.#listed(result);
    return this.see(result);
  }

  async #promised(promise) {
    try {
      return this.see(await promise);
    } catch (error) {
      throw this.see(error);
    }
  }

  async *#listed(list) {
    try {
      for await (const item of list) yield this.see(item);
    } catch (error) {
      throw this.see(error);
    }
  }

  /** Fails if anything that was seen holds a secret. */
  check() {
    for (const { tokens } of withClients(this.#sandbox)) for (const token of tokens.keys()) this.hide(token);
    for (const { headers } of this.#sandbox?.log ?? []) {
      if (headers.authorization) this.hide(headers.authorization.replace("Bearer ", ""));
    }
    for (const text of this.#texts) {
      const found = this.#secrets.find((secret) => text.includes(secret));
      assert.equal(found, undefined, `a secret came out: ${text}`);
    }
    return this.#texts.size;
  }
}

/** The stand-ins that give tokens to clients. */
const withClients = (sandbox) => Object.values(sandbox ?? {}).filter((state) => state?.clients && state.tokens);

/** Every way in which a value is printed, stored or sent on. */
function readings(value) {
  if (typeof value === "string") return [value];
  const texts = [];
  try {
    texts.push(JSON.stringify(value) ?? "");
  } catch {
    // What has no JSON cannot leak through it.
  }
  // Plain data is all in its JSON; of anything else, look behind it too.
  if (Object.getPrototypeOf(Object(value)) === Object.prototype) return texts;
  texts.push(inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null }));
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(String(error), String(error.stack), JSON.stringify({ ...error }));
  }
  return texts;
}
