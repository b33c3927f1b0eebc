// Logging in and out [C]: every attempt counts, and rejected passwords lock the account.
import { z } from "zod";
import { json, Refusal } from "../http/refusal.js";
import { readBody, refuseBody, refuseForeignHeaders } from "../http/strict.js";
import { noSession, sessionOf } from "./guard.js";

const BODIES = Object.fromEntries(
  ["language", "locale"].map((key) => [
    key,
    z.strictObject({ userId: z.string(), password: z.string(), [key]: z.literal("en") }),
  ]),
);

/** @param {import("./guard.js").Call} call */
export function authorize({ c, state, assumed }) {
  // An old session has no place here: it would be sent to the one call that does not need it.
  refuseForeignHeaders(c, []);
  const { userId, password } = readBody(c, BODIES[assumed["workforce-optimization.login-language"]]);
  state.attempts.all += 1;
  const [person] = state.peopleOf(userId);
  if (!person || !mayLogIn(state, person, password, assumed["workforce-optimization.account-lockout"])) {
    state.attempts.refused += 1;
    // Never says whether the account is locked.
    throw new Refusal(401, "The user name or password is not right.");
  }
  state.rejected.delete(person.id);
  return json({ sessionId: state.openSession(person.id), language: "en" });
}

function mayLogIn(state, person, password, lockout) {
  if (state.passwords.get(person.id) !== password) {
    const count = (state.rejected.get(person.id) ?? 0) + 1;
    state.rejected.set(person.id, count);
    if (lockout === "locks" && count >= state.settings.attempts) state.locked.add(person.id);
    return false;
  }
  return !state.locked.has(person.id) && state.isActive(person);
}

/** @param {import("./guard.js").Call} call */
export function logOut({ c, state, assumed }) {
  refuseBody(c);
  const sessionId = sessionOf(c);
  if (!state.personOf(sessionId)) throw noSession(assumed);
  state.sessions.delete(sessionId);
  return json({});
}
