// The full record of a person: its keys and types [C], and what has to fit together.
import { z } from "zod";
import { Refusal } from "../http/refusal.js";

const text = z.string();
const filled = text.min(1);
const orNull = (type) => type.nullable();
const whole = z.int();
const role = z.strictObject({
  id: whole,
  label: text,
  name: text,
  isAgentDefault: z.boolean(),
  isAdminDefault: z.boolean(),
  isSupervisorDefault: z.boolean(),
});

const needed = { firstName: filled, lastName: filled, email: filled, groupId: whole };
const rest = {
  displayName: orNull(text),
  adLogin: orNull(text),
  acdId: orNull(text),
  acdServerId: orNull(whole),
  employeeId: orNull(text),
  locale: orNull(text),
  timeZone: orNull(text),
  parentGroup: whole,
  roles: z.array(role),
  scope: z.strictObject({ tenant: orNull(whole), groups: z.array(whole), teams: z.array(whole) }),
  views: z.array(z.strictObject({ id: whole, name: text, isMain: z.boolean() })),
  qmViews: z.array(z.unknown()),
  enabledForSchedule: z.boolean(),
  isSynchronized: z.boolean(),
  isReconcileOnly: z.boolean(),
  isSystemUser: z.boolean(),
  isMerged: z.boolean(),
  isHotdeskDefaultUser: z.boolean(),
  activated: orNull(whole),
  deactivated: orNull(whole),
};

/** `password` in the create body is an assumption [A]. */
export const createBody = z.strictObject({ ...needed, ...z.object(rest).partial().shape, password: filled.optional() });

/** The full object: `displayId` and `phones` are the sandbox's, and stand for keys that nobody has published. */
export const replaceBody = z.strictObject({
  ...needed,
  email: orNull(filled),
  ...rest,
  id: whole,
  displayId: text,
  phones: z.array(text),
});

/** @param {import("./state.js").WorkforceOptimizationState} state */
export const newPerson = ({ clock, roles }) => ({
  id: 0,
  displayId: "",
  firstName: "",
  lastName: "",
  email: null,
  displayName: null,
  adLogin: null,
  acdId: null,
  acdServerId: null,
  employeeId: null,
  locale: null,
  timeZone: null,
  groupId: 0,
  parentGroup: 0,
  roles: roles.filter(({ isAgentDefault }) => isAgentDefault),
  scope: { tenant: null, groups: [], teams: [] },
  views: [],
  qmViews: [],
  phones: [],
  enabledForSchedule: false,
  isSynchronized: false,
  isReconcileOnly: false,
  isSystemUser: false,
  isMerged: false,
  isHotdeskDefaultUser: false,
  activated: clock(),
  deactivated: null,
});

/**
 * The attributes with what follows from them, or a refusal.
 * @param {import("./state.js").WorkforceOptimizationState} state
 */
export function fitted(state, person) {
  const refuse = (message) => {
    throw new Refusal(400, message);
  };
  if (person.email !== null && !/^[^\s@]+@[^\s@]+$/u.test(person.email))
    refuse("User name is not a valid email address.");
  const team = state.teams.find(({ groupId }) => groupId === person.groupId) ?? refuse("There is no such team.");
  const parentGroup = person.parentGroup ?? team.parentGroupId;
  if (parentGroup !== team.parentGroupId) refuse("The team belongs to another group.");
  for (const each of person.roles ?? []) {
    const known = state.roles.find(({ id }) => id === each.id);
    if (!known || Object.keys(known).some((key) => known[key] !== each[key])) refuse("There is no such role.");
  }
  for (const { id, name } of person.views ?? []) {
    if (!state.views.some((view) => view.id === id && view.name === name)) refuse("There is no such view.");
  }
  if (person.views?.length && person.views.filter(({ isMain }) => isMain).length !== 1)
    refuse("One view is the main view.");
  const { tenant, groups, teams } = person.scope ?? { tenant: null, groups: [], teams: [] };
  if (tenant !== null && tenant !== state.tenant.id) refuse("There is no such tenant.");
  for (const [ids, list] of [
    [groups, state.groups],
    [teams, state.teams],
  ]) {
    if (ids.some((id) => !list.some(({ groupId }) => groupId === id))) refuse("The scope names no group or team.");
  }
  return { ...person, parentGroup };
}

/** A tenant's policy: eight characters, upper and lower case, a digit. */
export const isGoodPassword = (password) =>
  password.length >= 8 && [/\p{Lu}/u, /\p{Ll}/u, /\d/].every((kind) => kind.test(password));
