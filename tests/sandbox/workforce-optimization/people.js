// People: the list, one record, create, replace, and whether somebody is locked [C].
import { z } from "zod";
import { json, Refusal } from "../http/refusal.js";
import { readBody } from "../http/strict.js";
import { createBody, fitted, isGoodPassword, newPerson, replaceBody } from "./person.js";

/** @typedef {import("./guard.js").Call} Call */

const STATUS = z.strictObject({ status: z.enum(["locked", "unlocked"]) });

/** A bare array without filter or pages; the id is called `personId` here and nowhere else. @param {Call} call */
export function listPeople({ state, quirks }) {
  const shown = state.people.filter(({ id }) => !hiddenNow(state, id)).map((person) => entryOf(state, person));
  const asked = quirks["duplicate-entry"]?.email.toLowerCase();
  const twin = asked && shown.find(({ email }) => email?.toLowerCase() === asked);
  return json(twin ? [...shown, { ...twin, personId: twin.personId + 100_000 }] : shown);
}

const entryOf = (state, { id, displayId, firstName, lastName, email, adLogin, ...person }) => ({
  personId: id,
  displayId,
  firstName,
  lastName,
  email,
  adLogin,
  active: state.isActive(person),
});

/** Late visibility: each list counts one off. */
function hiddenNow(state, id) {
  const left = state.hidden.get(id) ?? 0;
  if (left > 0) state.hidden.set(id, left - 1);
  return left > 0;
}

/** @param {Call} call */
export const readPerson = ({ c, state }) => json(personAt(state, c));

/** 200 with `id`, not 201 [C]; the new person gets an activation mail [A]. @param {Call} call */
export function createPerson({ c, state, quirks, assumed }) {
  const { password, ...attributes } = readBody(c, createBody);
  refuseUnlike(attributes, assumed);
  const wanted = fitted(state, attributes);
  const secret = passwordOf(password, assumed);
  refuseTaken(state, wanted.email, assumed);
  const kept = without(wanted, quirks["drop-fields"]);
  refuseWithoutLicence(state, { ...newPerson(state), ...kept });
  const person = state.addPerson(kept, secret);
  if (assumed["workforce-optimization.activation-mail"] !== "never") state.mails.push(person.email);
  if (quirks["late-visibility"]) state.hidden.set(person.id, quirks["late-visibility"].lookups);
  return json({ id: person.id });
}

/** Both public examples of a create send these two [C]. */
function refuseUnlike({ displayName, timeZone }, assumed) {
  if (assumed["workforce-optimization.create-needs"] === "few-fields") return;
  if (!displayName || !timeZone) throw new Refusal(400, "displayName and timeZone are required.");
}

/** The password of a create, if it is kept: whether it may be there is an assumption [A]. */
function passwordOf(password, assumed) {
  const taken = assumed["workforce-optimization.create-password"];
  if (password === undefined || taken === "ignored") return undefined;
  if (taken === "refused") throw new Refusal(400, "password: unknown property.");
  if (!isGoodPassword(password)) throw new Refusal(400, "The password is not complex enough.");
  return password;
}

/** What becomes of a second person of one user name nobody documents [A]. */
function refuseTaken(state, email, assumed, exceptId) {
  const answer = assumed["workforce-optimization.duplicate-create"];
  if (answer === "accepted" || email === null) return;
  if (state.peopleOf(email).some(({ id }) => id !== exceptId))
    throw new Refusal(Number(answer), "A user with this user name exists.");
}

/** The full object comes back whole. @param {Call} call */
export function replacePerson({ c, state, quirks, assumed }) {
  const person = personAt(state, c);
  const body = readBody(c, replaceBody);
  if (body.id !== person.id || body.displayId !== person.displayId)
    throw new Refusal(400, "The record is another person's.");
  const wanted = fitted(state, body);
  refuseTaken(state, wanted.email, assumed, person.id);
  const next = { ...person, ...without(wanted, quirks["drop-fields"]) };
  refuseWithoutLicence(state, next, person);
  const isMailed = assumed["workforce-optimization.activation-mail"] === "on-create-and-change";
  if (isMailed && next.email !== null && next.email !== person.email) state.mails.push(next.email);
  Object.assign(person, next);
  return json(person);
}

/** @param {Call} call */
export const readStatus = ({ c, state }) =>
  json({ status: state.locked.has(personAt(state, c).id) ? "locked" : "unlocked" });

/** @param {Call} call */
export function writeStatus({ c, state }) {
  const { id } = personAt(state, c);
  const { status } = readBody(c, STATUS);
  if (status === "locked") state.locked.add(id);
  else state.locked.delete(id);
  state.rejected.delete(id);
  return json({ status });
}

function personAt(state, c) {
  const text = c.req.param("id");
  const person = /^[1-9]\d*$/.test(text) ? state.person(Number(text)) : undefined;
  if (!person) throw new Refusal(404, "There is no such person.");
  return person;
}

const without = (person, quirk) => {
  const { fields = ["roles", "scope", "views"] } = quirk ?? { fields: [] };
  return Object.fromEntries(Object.entries(person).filter(([key]) => !fields.includes(key)));
};

/** Each active administrator consumes one licence [S]. */
function refuseWithoutLicence(state, next, before) {
  const counts = (person) => person !== undefined && state.isAdministrator(person) && state.isActive(person);
  if (!counts(next) || counts(before)) return;
  if (state.licencesUsed() >= state.settings.administratorLicences) {
    throw new Refusal(400, "There is no System Administrator license left.");
  }
}
