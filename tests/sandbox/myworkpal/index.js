// MyWorkpal's stand-in: which calls it has, and what each needs.
import { createUser } from "./create-user.js";
import { guarded } from "./guard.js";
import { metadata } from "./metadata.js";
import { addresses, employee, personal, salary } from "./records.js";
import { MyWorkpalState } from "./state.js";
import { listTenants } from "./tenants.js";
import { issueToken } from "./token.js";
import { listUsers, listValidatedInfo } from "./users.js";

export { assumptions } from "./assumptions.js";
export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new MyWorkpalState(clock, seed);
  const call = (permission, handler) => guarded(state, permission, handler);
  /** @type {import("../http/routes.js").Calls} */
  const calls = {
    requestToken: ["POST /idp/connect/token", issueToken(state)],
    listTenants: [
      ["GET /api/admin/tenant/list/get", "GET /api/admin/tenant/list/get/true"],
      call("tenants.read", listTenants),
    ],
    listValidatedInfo: [
      "GET /api/admin/tenant/list/get/uservalidatedinfo/:tenantId",
      call("users.read", listValidatedInfo),
    ],
    listUsers: ["GET /api/admin/users/list/get/all/:subDomain", call("users.read", listUsers)],
    // The platform's own path is not public: this one is the sandbox's invention.
    createUser: [`POST ${state.settings.createUserPath}`, call("users.create", createUser)],
    readEmployeeRecord: ["GET /api/employee/fulldata/get/:systemId", call("records.read", employee.read)],
    readPersonalRecord: ["GET /api/person/tenant/:subDomain/get/:systemId", call("records.read", personal.read)],
    readMetadata: ["POST /api/admin/metadata/values/get", call("records.read", metadata.read)],
    // Also inventions: the articles name these writes without a path, and addresses without either.
    writeEmployeeRecord: ["POST /api/employee/fulldata/set/:systemId", call("records.write", employee.write)],
    writeSalary: ["POST /api/employee/salary/set/:systemId", call("records.write", salary.write)],
    writePersonalRecord: ["POST /api/person/tenant/:subDomain/set/:systemId", call("records.write", personal.write)],
    readAddresses: ["GET /api/person/address/tenant/:subDomain/get/:systemId", call("records.read", addresses.read)],
    writeAddresses: ["POST /api/person/address/tenant/:subDomain/set/:systemId", call("records.write", addresses.write)],
    writeMetadata: ["POST /api/admin/metadata/values/set/:tenantId/:systemId", call("records.write", metadata.write)],
  };
  return { state, calls };
}
