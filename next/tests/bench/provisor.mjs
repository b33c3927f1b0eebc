// Provisor, as the bench uses it. All that the bench knows of its API is in this file; `script.mjs` has the same shape.
import { appendFile } from "node:fs/promises";
import { MyWorkpal, Workiva, WorkforceOptimization, WorkSpan } from "provisor";

/** The module that ships. */
export const module = import.meta.resolve("provisor/provisor.wasm");

const CLIENTS = {
  myworkpal: ({ createUserPath, ...facts }) => new MyWorkpal({ ...facts, paths: { createUser: createUserPath } }),
  workspan: (facts) => new WorkSpan(facts),
  workiva: (facts) => new Workiva({ ...facts, route: "platform" }),
  "workiva-scim": (facts) => new Workiva({ ...facts, route: "scim" }),
  "workforce-optimization": (facts) => new WorkforceOptimization(facts),
};

/** The facts that each client takes. */
const TAKES = {
  myworkpal: ["baseUrl", "credentials", "createUserPath"],
  workspan: ["baseUrl", "credentials"],
  workiva: ["baseUrl", "credentials", "organization"],
  "workiva-scim": ["scim"],
  "workforce-optimization": ["baseUrl", "credentials"],
};

/** @param {string} route @param {object} facts  what the server said @param {{ concurrency?: number }} [options] */
export function open(route, facts, options) {
  const taken = Object.fromEntries(TAKES[route].map((name) => [name, facts[name]]));
  const client = CLIENTS[route]({ ...taken, ...options });
  return {
    /** Yields `{ status }` of each; `journal` is a file's path. */
    provisionAll: (users, { journal } = {}) =>
      client.provisionAll(users, { journal: journal && plainJournal(journal) }),
    provision: (user, options) => client.provision(user, options),
    close: () => client.close(),
  };
}

/** Without `fsync`, as the script's: the disk is not what is measured. */
const plainJournal = (path) => ({ read: () => "", append: (text) => appendFile(path, text) });

const ANYWHERE = {
  baseUrl: "https://webapi.example",
  credentials: { clientId: "a", clientSecret: "b" },
  createUserPath: "/api/create",
};

/** A request as data, with nothing sent. */
export const firstRequest = () => CLIENTS.myworkpal(ANYWHERE).requests.listTenants({ company: "Company Doe" });

/** Reads MyWorkpal's list of users from its bytes; returns how many there are. */
export function listReader() {
  const { responses } = CLIENTS.myworkpal(ANYWHERE);
  const headers = { "content-type": "application/json; charset=utf-8" };
  return (body) => responses.listUsers({ status: 200, headers, body }).results.length;
}
