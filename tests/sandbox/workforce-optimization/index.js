// Workforce Optimization's stand-in: which calls it has, and what each needs.
import { Hono } from "hono";
import { addRoutes } from "../http/routes.js";
import { authorize, logOut } from "./authorize.js";
import { answering, changing, reading } from "./guard.js";
import { listGroups, listRoles, listTeams, listViews } from "./lists.js";
import { createPerson, listPeople, readPerson, readStatus, replacePerson, writeStatus } from "./people.js";
import { WorkforceOptimizationState } from "./state.js";

export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new WorkforceOptimizationState(clock, seed);
  const read = (handler) => reading(state, handler);
  const change = (handler) => changing(state, handler);
  const app = addRoutes(new Hono().basePath("/api/rest"), {
    "/authorize": { POST: answering(state, authorize), DELETE: answering(state, logOut) },
    "/org/common/person/permission/ViewOrg": { GET: read(listPeople) },
    "/org/common/person": { POST: change(createPerson) },
    "/org/common/person/:id": { GET: read(readPerson), PUT: change(replacePerson) },
    "/org/common/person/:id/status": { GET: read(readStatus), PUT: change(writeStatus) },
    "/org/common/group/permission/ViewOrg": { GET: read(listGroups) },
    "/org/common/team/permission/ViewOrg": { GET: read(listTeams) },
    // Nobody has published these two [A]; a quirk takes them away.
    "/org/common/role/permission/ViewOrg": { GET: read(listRoles) },
    "/org/common/view": { GET: read(listViews) },
  });
  return { state, app };
}
