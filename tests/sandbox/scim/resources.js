// What the SCIM library's resources do with the state: kept whole, found, removed.
import SCIMMY from "../http/scim-library.js";

const refuse = (...words) => {
  throw new SCIMMY.Types.Error(...words);
};

/**
 * @typedef {object} Call
 * @property {import("./state.js").ScimState} state
 * @property {(resource: any) => boolean} matches  the filter
 * @property {Record<string, any>} quirks
 * @property {{ User: any, Group: any }} scim
 */

/**
 * @param {"User" | "Group"} kind
 * @param {(call: Call, data: any, id: string | undefined) => void} check
 * @returns {import("../http/scim-library.js").Handlers}
 */
function kept(kind, check) {
  const known = ({ state }, id) => state.resources[kind].get(id) ?? refuse(404, null, `There is no ${id}.`);
  return {
    egress: (resource, call) => {
      if (resource.id !== undefined) return shown(call.state, kind, known(call, resource.id));
      const all = [...call.state.resources[kind].values()].filter(({ id }) => !hiddenNow(call.state, id));
      return all.map((each) => shown(call.state, kind, each)).filter(call.matches);
    },
    ingress: (resource, data, call) => {
      const { id: _, meta: __, groups: ___, ...attributes } = JSON.parse(JSON.stringify(data));
      if (resource.id !== undefined) known(call, resource.id);
      check(call, attributes, resource.id);
      if (resource.id !== undefined) return shown(call.state, kind, call.state.replace(kind, resource.id, attributes));
      const made = call.state.add(kind, attributes);
      if (call.quirks["late-visibility"]) call.state.hidden.set(made.id, call.quirks["late-visibility"].lookups);
      return shown(call.state, kind, made);
    },
    degress: (resource, call) => call.state.remove(kind, known(call, resource.id).id),
  };
}

/** Late visibility: each listing counts one off. */
function hiddenNow(state, id) {
  const left = state.hidden.get(id) ?? 0;
  if (left > 0) state.hidden.set(id, left - 1);
  return left > 0;
}

/** A user's groups are read-only, and follow from the groups' members (RFC 7643 §4.1.2). */
function shown(state, kind, resource) {
  if (kind === "Group") return resource;
  const mine = state.groups.filter(({ members = [] }) => members.some(({ value }) => value === resource.id));
  return { ...resource, groups: mine.map(({ id, displayName }) => ({ value: id, display: displayName, type: "direct" })) };
}

/** User names are unique in any case (RFC 7643 §4.1.1); group names need not be (§4.2). */
export const handlers = {
  User: kept("User", ({ state }, { userName }, id) => {
    const folded = userName.toLowerCase();
    if (state.users.some((user) => user.id !== id && user.userName.toLowerCase() === folded))
      refuse(409, "uniqueness", `userName "${userName}" is taken.`);
  }),
  Group: kept("Group", ({ state }, { members = [] }) => {
    const ids = [...state.resources.User.keys(), ...state.resources.Group.keys()];
    const stranger = members.find(({ value }) => !ids.includes(value));
    if (stranger) refuse(400, "invalidValue", `There is no "${stranger.value}" to be a member.`);
  }),
};
