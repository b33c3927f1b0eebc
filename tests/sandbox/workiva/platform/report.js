// orgReportUsers: everybody's organization roles and workspace memberships by name, in one list [D].
import { z } from "zod";
import { json, Refusal } from "../../http/refusal.js";
import { readOptions, wholeNumber } from "../../http/strict.js";

/** Brackets are no part of a query (RFC 3986 §3.4), so they come encoded. */
const [SIZE, AFTER] = ["page%5Bsize%5D", "page%5Bafter%5D"];
const OPTIONS = { [SIZE]: wholeNumber(1, 1000), [AFTER]: z.string().min(1) };

/** For organization administrators only: others are refused, or told that there is no such list. @param {import("./guard.js").Call} call */
export function reportUsers({ state, target, assumed }) {
  const isThere = assumed["workiva.org-report-users"];
  if (isThere !== "there") throw new Refusal(Number(isThere), "This list is for organization administrators.");
  const { [SIZE]: asked = 1000, [AFTER]: after } = readOptions(target, OPTIONS);
  const from = after === undefined ? 0 : state.users.findIndex(({ id }) => id === idIn(after)) + 1;
  if (after !== undefined && from === 0) throw new Refusal(400, "The cursor is not one of this list.", { target: AFTER });
  const size = Math.min(asked, state.settings.pageSize);
  const users = state.users.slice(from, from + size);
  const data = users.map((user) => element(state, user, assumed));
  const next = from + size < state.users.length ? nextOf(state, asked, users.at(-1)) : undefined;
  return json({ data, links: next === undefined ? {} : { next } });
}

/** It names another host and another path than the ones that were called [D]. */
const nextOf = ({ settings: { linkHost, organization } }, size, { id }) =>
  `${linkHost}/admin/v1/organizations/${organization}/orgReportUsers?${SIZE}=${size}&${AFTER}=${encodeURIComponent(`+/${id}`)}`;

const idIn = (cursor) => cursor.slice("+/".length);

function element(state, { id }, assumed) {
  const spelled = ({ name }) => (assumed["workiva.report-role-names"] === "own" ? inItsOwnWay(name) : name);
  const held = (roles, ids) => roles.filter((role) => ids.has(role.id)).map(spelled);
  const mine = state.memberships.filter(({ userId }) => userId === id);
  const memberships = mine.map((membership) => ({
    id: idOf(membership, assumed["workiva.report-membership-ids"]),
    workspaceName: state.workspace(membership.workspaceId).name,
    workspaceRoles: held(state.workspaceRoles, membership.roles),
  }));
  return {
    type: "orgReportUser",
    id: assumed["workiva.report-user-ids"] === "user" ? id : `report-${id}`,
    attributes: { organizationRoles: held(state.organizationRoles, state.roles.get(id)), workspaceMemberships: memberships },
  };
}

const idOf = ({ id, workspaceId }, kind) => ({ workspace: workspaceId, membership: id, other: `report-${id}` })[kind];

/** "Organization User Admin" for Org User Admin [D]. */
const inItsOwnWay = (name) => name.replace(/^Org(?= )/, "Organization");
