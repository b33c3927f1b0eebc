// What the tests of the package share: the built package, the sandbox, users.
import { createSandbox } from "../../../tests/sandbox/index.js";
import * as provisor from "../dist/entry/node.js";

export { provisor };
export const { WorkforceOptimization, ProvisorError, isProvisorError } = provisor;

export const SECRET = 'CANARY-Passw0rd-admin "\\';
const CREDENTIALS = { userId: "provisor.admin@wfo.example", password: SECRET };

/** A Workforce Optimization of one's own, and clients of it. */
export function scene() {
  const sandbox = createSandbox({ platforms: ["workforce-optimization"] });
  const fetch = (url, init) => sandbox.fetch(url, init);
  const options = { baseUrl: "https://wfo.example", credentials: CREDENTIALS, fetch };
  return {
    sandbox,
    fetch,
    options,
    client: (more) => new WorkforceOptimization({ ...options, ...more }),
    /** How many requests were sent that create somebody. */
    creates: () => sandbox.log.filter(({ method, target }) => method === "POST" && target.endsWith("/person")).length,
  };
}
export const user = (i, more) => ({
  userName: `p${i}@wfo.example`,
  firstName: "P",
  lastName: `N${i}`,
  roles: ["Agent"],
  team: "Retention",
  ...more,
});
export const users = (count) => Array.from({ length: count }, (_, i) => user(i));
export async function all(items) {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}
/** What something throws. */
export async function thrown(work) {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    return error;
  }
  throw new Error("it threw nothing");
}
/** A journal in memory. */
export function memory(text = "") {
  return {
    text,
    read() {
      return this.text;
    },
    async append(lines) {
      await null;
      this.text += lines;
    },
  };
}
