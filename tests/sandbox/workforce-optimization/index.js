// Workforce Optimization's stand-in: which calls it has, and what each needs.
import { authorize, logOut } from "./authorize.js";
import { answering, changing, reading } from "./guard.js";
import { listGroups, listRoles, listTeams, listViews } from "./lists.js";
import { createPerson, listPeople, readPerson, readStatus, replacePerson, writeStatus } from "./people.js";
import { WorkforceOptimizationState } from "./state.js";

export { assumptions } from "./assumptions.js";
export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new WorkforceOptimizationState(clock, seed);
  const read = (handler) => reading(state, handler);
  const change = (handler) => changing(state, handler);
  const common = "/api/rest/org/common";
  /** @type {import("../http/routes.js").Calls} */
  const calls = {
    logIn: ["POST /api/rest/authorize", answering(state, authorize)],
    logOut: ["DELETE /api/rest/authorize", answering(state, logOut)],
    listPeople: [`GET ${common}/person/permission/ViewOrg`, read(listPeople)],
    createPerson: [`POST ${common}/person`, change(createPerson)],
    readPerson: [`GET ${common}/person/:id`, read(readPerson)],
    replacePerson: [`PUT ${common}/person/:id`, change(replacePerson)],
    readStatus: [`GET ${common}/person/:id/status`, read(readStatus)],
    writeStatus: [`PUT ${common}/person/:id/status`, change(writeStatus)],
    listGroups: [`GET ${common}/group/permission/ViewOrg`, read(listGroups)],
    listTeams: [`GET ${common}/team/permission/ViewOrg`, read(listTeams)],
    // Nobody has published these two [A]: a switch takes each away.
    listRoles: [`GET ${common}/role/permission/ViewOrg`, read(listRoles)],
    listViews: [`GET ${common}/view`, read(listViews)],
  };
  return { state, calls };
}
