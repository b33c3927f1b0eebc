// The ground that a runtime is tried on: the sandbox over HTTP, with what the scenarios need to know beside it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { createSandbox } from "../../../sandbox.mjs";
import { routesOf } from "./routes.mjs";

/**
 * @typedef {object} Given  what the scenarios are told, as JSON under `/ground/given.json`
 * @property {string} url
 * @property {boolean} page  whether they run in a web page
 * @property {Array<import("./routes.mjs").Route & { refused: boolean }>} routes  the first is MyWorkpal
 * @property {{ tokenPath: string, createPath: string }} paths  of MyWorkpal
 * @property {object} unseen       one more person for MyWorkpal
 * @property {object[]} strangers  and more of them
 */

const SCRIPT = "text/javascript";
const TYPES = { ".html": "text/html", ".js": SCRIPT, ".mjs": SCRIPT, ".wasm": "application/wasm" };
const person = (name) => ({ email: `${name}@doe.com`, company: "Company Doe" });
const UNSEEN = person("r&d");
const STRANGERS = ["ada", "ben", "cleo", "dan", "eve"].map(person);

/**
 * @param {import("node:test").TestContext} t  it ends with the test
 * @param {{ folder?: string, headers?: Record<string, string>, types?: Record<string, string> }} [site]  for pages: a
 *   folder that is served under `/ground/`, so that page and platforms are of one origin, and what its answers say
 */
export async function ground(t, { folder, headers = {}, types = {} } = {}) {
  const sandbox = createSandbox();
  const { handle } = sandbox;
  sandbox.handle = async (request, target) => {
    const [path] = target.split("?", 1);
    if (path === "/ground/given.json") return answer(JSON.stringify(given), { "content-type": "application/json" });
    if (!folder || !path.startsWith("/ground/")) return handle(request, target);
    const type = { ...TYPES, ...types }[extname(path)] ?? "text/plain";
    const file = await readFile(join(folder, path.slice("/ground/".length))).catch(() => undefined);
    return file ? answer(file, { ...headers, "content-type": type }) : answer("", {}, 404);
  };
  const { url, close } = await sandbox.listen();
  t.after(close);
  const page = folder !== undefined;
  const routes = routesOf(sandbox, url);
  /** @type {Given} */
  const given = {
    url,
    page,
    routes: routes.map((route) => ({ ...route, refused: page && route.cookies === true })),
    paths: { tokenPath: "/idp/connect/token", createPath: sandbox.myworkpal.settings.createUserPath },
    unseen: UNSEEN,
    strangers: STRANGERS,
  };
  return {
    url,
    /**
     * All whom the scenarios created are there once, as the platforms see it.
     * @param {boolean} strangers  whether they were created as well
     */
    checkAccounts(strangers) {
      const people = [UNSEEN, ...(strangers ? STRANGERS : [])];
      const found = [
        ...given.routes.map(({ title, accounts, refused }) => [title, accounts(sandbox), refused ? 0 : 1]),
        ...people.map(({ email }) => [email, sandbox.myworkpal.accountsOf("companydoe", email).length, 1]),
      ];
      for (const [whose, count, wanted] of found) assert.equal(count, wanted, `accounts of ${whose}`);
    },
  };
}

const answer = (body, headers, status = 200) => ({
  kind: "respond",
  response: new Response(body, { status, headers }),
});
