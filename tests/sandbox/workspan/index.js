// WorkSpan's stand-in: which calls it has, and what each needs.
import { behindGateway, withToken } from "./guard.js";
import { listReports } from "./reports.js";
import { WorkSpanState } from "./state.js";
import { invalidateToken, issueToken } from "./token.js";
import { createUser, listUsers, readUser, replaceUser } from "./users.js";

export { assumptions } from "./assumptions.js";
export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new WorkSpanState(clock, seed);
  const call = (right, handler) => withToken(state, right, handler);
  // No PATCH, no DELETE, no Groups [D]: wrong methods are 405, other paths 404.
  /** @type {import("../http/routes.js").Calls} */
  const calls = {
    requestToken: ["POST /oauth/token", behindGateway(state, issueToken)],
    invalidateToken: ["DELETE /oauth/token", behindGateway(state, invalidateToken)],
    listReports: ["GET /report/v1/list", call("reports", listReports)],
    listUsers: ["GET /api/scim/v2/Users", call("users.read", listUsers)],
    createUser: ["POST /api/scim/v2/Users", call("users.write", createUser)],
    readUser: ["GET /api/scim/v2/Users/:id", call("users.read", readUser)],
    replaceUser: ["PUT /api/scim/v2/Users/:id", call("users.write", replaceUser)],
  };
  return { state, calls };
}
