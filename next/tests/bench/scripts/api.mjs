// What every script shares: a token got once, retries with backoff, so many requests in flight and no more.
import { setTimeout as sleep } from "node:timers/promises";

const MAX_RETRIES = 4;

/** At most so many at once; the others wait in line. */
export function limiter(most) {
  let running = 0;
  const waiting = [];
  return async (work) => {
    if (running >= most) await new Promise((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      // Who waits takes over the place, so the count stays.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

export class Api {
  #session;

  /**
   * @param {string} baseUrl
   * @param {object} options
   * @param {number} [options.concurrency]
   * @param {object} [options.headers]
   * @param {string} [options.jsonType]
   * @param {(api: Api) => Promise<object>} options.login  gives the headers that a session is put on with
   */
  constructor(baseUrl, { concurrency = 4, headers = {}, jsonType = "application/json", login }) {
    Object.assign(this, { baseUrl, headers, jsonType, login, limit: limiter(concurrency) });
  }

  /** The answer's JSON. */
  async get(path, options) {
    return (await this.send("GET", path, options)).body;
  }

  async post(path, json, options) {
    return (await this.send("POST", path, { json, ...options })).body;
  }

  /**
   * Sends until there is an answer that counts. What may have been done is not sent again: the caller looks.
   * @param {string} method @param {string} path
   * @param {{ json?: unknown, form?: object, bare?: boolean, signal?: AbortSignal }} [options]  `bare`: without a session
   */
  async send(method, path, { json, form, bare = false, signal } = {}) {
    const headers = { accept: "application/json", ...this.headers };
    if (json !== undefined) headers["content-type"] = this.jsonType;
    const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form);
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      if (!bare) Object.assign(headers, await this.session());
      const request = () => this.#once(path, { method, headers, body, signal });
      const seen = await this.limit(request).catch((error) => ({ error }));
      if (seen.status >= 200 && seen.status < 300) return seen;
      if (signal?.aborted) throw signal.reason;
      if (seen.status === 401 && !bare && !renewed) {
        renewed = true;
        this.#session = undefined;
        continue;
      }
      const unclear = seen.error || seen.status === 408 || seen.status >= 500;
      const again = seen.status === 429 || (method === "GET" && unclear);
      if (!again || attempt >= MAX_RETRIES) {
        throw new Error(`${method} ${path}: ${seen.status ?? "no answer"}`, { cause: seen.error ?? seen.body });
      }
      const asked = Number(seen.headers?.get("retry-after")) * 1000;
      await sleep(asked || Math.random() * 500 * 2 ** attempt, undefined, { signal });
    }
  }

  /** The session's headers; one login serves all that wait for it. */
  session() {
    this.#session ??= this.login(this).catch((error) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  async #once(path, { signal, ...init }) {
    const timeout = AbortSignal.timeout(30_000);
    const answer = await fetch(this.baseUrl + path, {
      ...init,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  }
}

/** The parts of a list, in order. */
export const chunks = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));

/** What `make` gives, once for each key. */
export function once(make) {
  const made = new Map();
  return (key) => made.get(key) ?? made.set(key, make(key)).get(key);
}

const WINDOW = 100;

/** As many people as are worked on together; those who are there twice are left out. */
export async function* windows(users, keyOf) {
  const seen = new Set();
  let window = [];
  for await (const user of users) {
    if (seen.has(keyOf(user))) continue;
    seen.add(keyOf(user));
    window.push(user);
    if (window.length === WINDOW) {
      yield window;
      window = [];
    }
  }
  if (window.length > 0) yield window;
}
