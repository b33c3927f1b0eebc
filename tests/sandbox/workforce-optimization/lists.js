// Groups, teams, roles and views: bare arrays, as the permission ViewOrg shows them.
import { json, Refusal } from "../http/refusal.js";

/** @typedef {import("./guard.js").Call} Call */

/** @param {Call} call */
export const listGroups = ({ state }) => json(state.groups);

/** Groups and teams both call their id `groupId` [C]. @param {Call} call */
export const listTeams = ({ state }) => json(state.teams);

/** @param {Call} call */
export const listRoles = ({ state, assumed }) => {
  refuseMissing(assumed["workforce-optimization.roles-list"]);
  return json(state.roles);
};

/** @param {Call} call */
export const listViews = ({ state, assumed }) => {
  refuseMissing(assumed["workforce-optimization.views-list"]);
  if (assumed["workforce-optimization.views-elements"] === "without") return json(state.views);
  return json(state.views.map((view, n) => ({ ...view, isMain: n === 0 })));
};

function refuseMissing(assumed) {
  if (assumed === "missing") throw new Refusal(404, "There is no such resource.");
}
