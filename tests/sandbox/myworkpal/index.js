// MyWorkpal's stand-in: which calls it has, and what each needs.
import { Hono } from "hono";
import { addRoutes } from "../http/routes.js";
import { createUser } from "./create-user.js";
import { guarded } from "./guard.js";
import { metadata } from "./metadata.js";
import { addresses, employee, personal } from "./records.js";
import { MyWorkpalState } from "./state.js";
import { listTenants } from "./tenants.js";
import { issueToken } from "./token.js";
import { listUsers, listValidatedInfo } from "./users.js";

export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new MyWorkpalState(clock, seed);
  const call = (permission, handler) => guarded(state, permission, handler);
  const app = addRoutes(new Hono(), {
    "/idp/connect/token": { POST: issueToken(state) },
    "/api/admin/tenant/list/get": { GET: call("tenants.read", listTenants) },
    "/api/admin/tenant/list/get/true": { GET: call("tenants.read", listTenants) },
    "/api/admin/tenant/list/get/uservalidatedinfo/:tenantId": { GET: call("users.read", listValidatedInfo) },
    "/api/admin/users/list/get/all/:subDomain": { GET: call("users.read", listUsers) },
    // The platform's own path is not public: this one is the sandbox's invention.
    [state.settings.createUserPath]: { POST: call("users.create", createUser) },
    "/api/employee/fulldata/get/:systemId": { GET: call("records.read", employee.read) },
    "/api/person/tenant/:subDomain/get/:systemId": { GET: call("records.read", personal.read) },
    "/api/admin/metadata/values/get": { POST: call("records.read", metadata.read) },
    // Also inventions: the articles name these writes without a path, and addresses without either.
    "/api/employee/fulldata/set/:systemId": { POST: call("records.write", employee.write) },
    "/api/person/tenant/:subDomain/set/:systemId": { POST: call("records.write", personal.write) },
    "/api/person/address/tenant/:subDomain/get/:systemId": { GET: call("records.read", addresses.read) },
    "/api/person/address/tenant/:subDomain/set/:systemId": { POST: call("records.write", addresses.write) },
    "/api/admin/metadata/values/set/:tenantId/:systemId": { POST: call("records.write", metadata.write) },
  });
  return { state, app };
}
