// WorkSpan's stand-in: which calls it has, and what each needs.
import { Hono } from "hono";
import { addRoutes } from "../http/routes.js";
import { behindGateway, withToken } from "./guard.js";
import { listReports } from "./reports.js";
import { WorkSpanState } from "./state.js";
import { invalidateToken, issueToken } from "./token.js";
import { createUser, listUsers, readUser, replaceUser } from "./users.js";

export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new WorkSpanState(clock, seed);
  const call = (right, handler) => withToken(state, right, handler);
  // No PATCH, no DELETE, no Groups [D]: wrong methods are 405, other paths 404.
  const app = addRoutes(new Hono(), {
    "/oauth/token": { POST: behindGateway(state, issueToken), DELETE: behindGateway(state, invalidateToken) },
    "/report/v1/list": { GET: call("reports", listReports) },
    "/api/scim/v2/Users": { GET: call("users.read", listUsers), POST: call("users.write", createUser) },
    "/api/scim/v2/Users/:id": { GET: call("users.read", readUser), PUT: call("users.write", replaceUser) },
  });
  return { state, app };
}
