// The portable sandbox: routes a request to its stand-in, keeps the log, carries out faults.
import { Hono } from "hono";
import { AssumptionBook } from "./assumptions/book.js";
import { controlApp } from "./control.js";
import { FaultBook } from "./faults/book.js";
import { carryOut } from "./faults/carry-out.js";
import { answerAsFetch } from "./http/as-fetch.js";
import { addRoutes, callNames } from "./http/routes.js";
import { targetProblem } from "./http/target.js";
import { PLATFORMS } from "./platforms.js";

/**
 * @typedef {object} SandboxOptions
 * @property {Record<string, import("./platforms.js").Platform>} [standIns]  those there are; `platforms.js` by default
 * @property {string[]} [platforms]   their names; all of them by default
 * @property {import("./assumptions/book.js").Values} [assume]  switches that are to be other than usual
 * @property {() => number} [clock]   milliseconds since 1970; the real clock by default
 * @property {(ms: number) => Promise<void>} [sleep]  how latency, and a stand-in that holds a request, wait
 * @property {import("./platforms.js").Host["tokenServer"]} [tokenServer]  for stand-ins that let others issue their tokens
 * @property {Record<string, object>} [seed]  per platform, laid over its default seed
 *
 * @typedef {object} LogEntry
 * @property {string} method
 * @property {string} target   path and query exactly as they came
 * @property {string | null} call  the name of the call, such as `workspan.createUser`
 * @property {Record<string, string>} headers  names in lower case
 * @property {string} body
 * @property {number} at       by the sandbox's clock
 * @property {string[]} faults kinds that were applied to this request
 * @property {number | null} status  what was answered; null while pending, dropped or hanging
 *
 * @typedef {object} Env  what a stand-in's handler finds in `c.env`
 * @property {string} target
 * @property {string} body
 * @property {Record<string, any>} quirks  faults the stand-in itself has to act out, by kind
 * @property {import("./assumptions/book.js").Values} assumed  what holds for this request
 */

/** @param {SandboxOptions} [options] */
export function createSandbox({
  standIns = PLATFORMS,
  platforms = Object.keys(standIns),
  assume = {},
  clock = Date.now,
  sleep = (ms) => new Promise((done) => setTimeout(done, ms)),
  tokenServer,
  seed = {},
} = {}) {
  /** @type {LogEntry[]} */
  const log = [];
  /** @type {Record<string, any>} */
  const states = {};
  /** @type {Record<string, import("./faults/kinds.js").Fields>} */
  const quirks = {};
  /** @type {Record<string, import("./http/routes.js").Calls>} */
  const calls = {};
  const app = new Hono();
  for (const name of platforms) {
    const platform = standIns[name];
    if (!platform) throw new TypeError(`no stand-in named "${name}"; there are ${Object.keys(standIns).join(", ")}`);
    const standIn = platform.create({ clock, sleep, tokenServer, seed: seed[name] });
    states[name] = standIn.state;
    calls[name] = standIn.calls;
    Object.assign(quirks, platform.quirks);
    addRoutes(app, standIn.calls);
  }
  app.notFound(() => plain(404, "no such path in the sandbox"));

  const assumptions = new AssumptionBook(Object.fromEntries(platforms.map((name) => [name, standIns[name]])), assume);
  const names = callNames(calls);
  const isAssumption = (values) => (assumptions.check(values), true);
  const faults = new FaultBook({ ...quirks, assume: { values: isAssumption } }, names);
  const reset = () => {
    for (const state of Object.values(states)) state.reset();
    faults.clear();
    assumptions.reset();
    log.length = 0;
  };
  const control = controlApp({ log, states, faults, assumptions, calls: names.all, reset });

  /**
   * One request in, one reply out; the edges (`as-fetch`, `listen`) turn replies into transport.
   * @param {Request} request
   * @param {string} target  path and query as they came, before any URL parser touched them
   * @returns {Promise<import("./faults/carry-out.js").Reply>}
   */
  async function handle(request, target) {
    const body = await request.text();
    if (target.startsWith("/__sandbox/")) {
      return { kind: "respond", response: await control.fetch(request, { body }) };
    }
    const { method, headers } = request;
    const call = names.of(method, target.split("?", 1)[0]);
    const entry = record(log, { method, target, call, headers, body, at: clock() });
    const due = faults.due(method, target);
    entry.faults = due.map((fault) => fault.kind);
    const acted = Object.fromEntries(due.map((fault) => [fault.kind, fault]));
    const env = { target, body, quirks: acted, assumed: assumptions.during(due) };
    const serve = async () => {
      const problem = targetProblem(target);
      return problem ? plain(400, problem) : app.fetch(request, env);
    };
    const reply = await carryOut(due, serve, { clock, sleep, request: { headers, body } });
    entry.status = reply.response?.status ?? null;
    return reply;
  }

  const named = /** @type {import("./platforms.js").States} */ (states);
  return { ...named, fetch: answerAsFetch(handle), handle, faults, assumptions, log, reset, clock };
}

/** @param {LogEntry[]} log */
function record(log, { method, target, call, headers, body, at }) {
  const entry = { method, target, call, headers: Object.fromEntries(headers), body, at, faults: [], status: null };
  log.push(entry);
  return entry;
}

const plain = (status, text) =>
  new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
