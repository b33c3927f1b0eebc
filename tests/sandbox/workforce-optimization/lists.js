// Groups, teams, roles and views: bare arrays, as the permission ViewOrg shows them.
import { json, Refusal } from "../http/refusal.js";

/** @typedef {import("./guard.js").Call} Call */

/** @param {Call} call */
export const listGroups = ({ state }) => json(state.groups);

/** Groups and teams both call their id `groupId` [C]. @param {Call} call */
export const listTeams = ({ state }) => json(state.teams);

/** @param {Call} call */
export const listRoles = ({ state, quirks }) => {
  refuseWhenMissing(quirks);
  return json(state.roles);
};

/** @param {Call} call */
export const listViews = ({ state, quirks }) => {
  refuseWhenMissing(quirks);
  return json(state.views.map((view, n) => ({ ...view, isMain: n === 0 })));
};

function refuseWhenMissing(quirks) {
  if (quirks["no-such-list"]) throw new Refusal(404, "There is no such resource.");
}
