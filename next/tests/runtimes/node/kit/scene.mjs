// The scene of a test: a sandbox on a port of its own, clients of it, and a witness of all they say.
import assert from "node:assert/strict";
import { MyWorkpal } from "provisor";
import { createSandbox } from "../../../sandbox.mjs";
import { Witness } from "./witness.mjs";

export const TOKEN = "/idp/connect/token";
export const TENANTS = "/api/admin/tenant/list/get";
export const USERS = "/api/admin/users/list/get/all/companydoe";
export const CREATE = "/api/admin/users/create";
/** The sandbox's own paths: the platform's are not public. */
export const PATHS = {
  createUser: CREATE,
  updateEmployee: "/api/employee/fulldata/set/{systemId}",
  updatePersonal: "/api/person/tenant/{subDomain}/set/{systemId}",

};

export const JOHN = { email: "john@doe.com", company: "Company Doe" };
/** She has an account from the beginning, written in other case. */
export const JANE = { email: "jane.roe@doe.com", company: "Company Doe" };

/**
 * @param {import("node:test").TestContext} t
 * @param {any} [options]
 */
export async function scene(t, options = {}) {
  const sandbox = createSandbox({ platforms: ["myworkpal"], ...options });
  const traffic = { now: 0, most: 0, onRequest: async (_entry) => {} };
  const { handle } = sandbox;
  sandbox.handle = async (request, target) => {
    traffic.most = Math.max(traffic.most, ++traffic.now);
    try {
      await traffic.onRequest({ method: request.method, target });
      return await handle(request, target);
    } finally {
      traffic.now -= 1;
    }
  };
  // Faults tell when they strike: nobody has to look again and again.
  const waiting = [];
  const { faults } = sandbox;
  const due = faults.due.bind(faults);
  faults.due = (method, target) => {
    const found = due(method, target);
    for (const look of waiting) look();
    return found;
  };
  const struck = (rule, times = 1) =>
    new Promise((done) => {
      const look = () => rule.fired >= times && done();
      waiting.push(look);
      look();
    });
  const server = await sandbox.listen();
  const witness = new Witness(sandbox);
  t.after(async () => {
    await server.close();
    witness.check();
  });
  const state = sandbox.myworkpal;
  const optionsOf = (more = {}, number = 0) => ({
    baseUrl: server.url,
    credentials: { clientId: state.clients[number].clientId, clientSecret: state.clients[number].clientSecret },
    paths: PATHS,
    timeoutMs: 10_000,
    logger: witness.logger,
    ...more,
  });
  return {
    sandbox,
    state,
    witness,
    traffic,
    /** Waits until a fault has struck that often. */
    struck,
    url: server.url,
    optionsOf,
    /** A watched client. @returns {MyWorkpal} */
    client: (more, number) => witness.watch(new MyWorkpal(optionsOf(more, number))),
    /** What has been sent since the last call, as `GET /path` without the query. */
    sent: taker(sandbox.log, ({ method, target }) => `${method} ${target.split("?")[0]}`),
    johns: () => state.accountsOf("companydoe", JOHN.email).length,
  };
}

function taker(log, show) {
  let from = 0;
  return () => {
    const entries = log.slice(from);
    from = log.length;
    return entries.map(show);
  };
}

/** The error of a promise or call that must fail with this code; it must be one as documented. */
export async function failing(code, what) {
  let error;
  try {
    const value = await (typeof what === "function" ? what() : what);
    assert.fail(`expected ${code}, got ${JSON.stringify(value)}`);
  } catch (thrown) {
    error = thrown;
  }
  if (error instanceof assert.AssertionError) throw error;
  assert.equal(error.name, "ProvisorError", String(error?.stack ?? error));
  assert.equal(error.code, code, String(error.stack));
  assert.ok(error.message.length > 0);
  return error;
}

/** All of an iterable. */
export async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** What an iterable gave before it threw this code, and what it threw. */
export async function failingAfter(code, iterable) {
  const items = [];
  const error = await failing(code, async () => {
    for await (const item of iterable) items.push(item);
  });
  return [items, error];
}

/** Changes in short: `create`, `familyName`, `+ groups Reviewers`, `suspend`. */
export const shortly = (changes) =>
  changes.map(({ kind, field, value }) => {
    if (kind === "set") return field;
    return field === undefined ? kind : `${kind === "add" ? "+" : "-"} ${field} ${value}`;
  });

/** Outcomes or plans in the order of the list. */
export const byRow = (items) => items.toSorted((a, b) => a.row - b.row);
export const statuses = (outcomes) => byRow(outcomes).map(({ status }) => status);

/** A journal in memory. */
export function memoryJournal(text = "") {
  const journal = {
    text,
    appends: 0,
    read: () => journal.text,
    append: async (more) => {
      journal.appends += 1;
      journal.text += more;
    },
  };
  return journal;
}
