// What every Workforce Optimization call goes through: headers, a session, a right, and one change at a time.
import { json, Refusal } from "../http/refusal.js";
import { readOptions, refuseBody, refuseForeignHeaders, refuseOtherAccept } from "../http/strict.js";

/**
 * @typedef {object} Call
 * @property {import("hono").Context} c
 * @property {import("./state.js").WorkforceOptimizationState} state
 * @property {Record<string, any>} quirks
 * @property {import("../assumptions/book.js").Values} assumed
 *
 * @param {import("./state.js").WorkforceOptimizationState} state
 * @param {(call: Call) => Response | Promise<Response>} handler
 * @returns {import("../http/routes.js").Handler}
 */
export const answering = (state, handler) => async (c) => {
  const { target, quirks, assumed } = c.env;
  try {
    refuseForeignHeaders(c, ["cookie"]);
    refuseOtherAccept(c);
    // No call has a filter or pages [C].
    readOptions(target);
    return await handler({ c, state, quirks, assumed });
  } catch (error) {
    if (error instanceof Refusal) return refuse(state, error, assumed);
    throw error;
  }
};

/** @param {import("./state.js").WorkforceOptimizationState} state @param {(call: Call) => Response} handler */
export const reading = (state, handler) =>
  answering(state, (call) => {
    authenticate(call);
    refuseBody(call.c);
    return handler(call);
  });

/** Changes are made one at a time: a second one meanwhile is refused. */
export const changing = (state, handler) =>
  answering(state, async (call) => {
    authenticate(call);
    if (state.changing || call.quirks.busy)
      throw new Refusal(Number(call.assumed["workforce-optimization.busy-status"]), "Another change is being made.");
    state.changing = true;
    try {
      await state.turn();
      return handler(call);
    } finally {
      state.changing = false;
    }
  });

/** The session's cookie and no other. @param {import("hono").Context} c */
export const sessionOf = (c) => /^hazelcast\.sessionId=([^\s;,"\\]+)$/.exec(c.req.header("cookie") ?? "")?.[1];

/** @param {import("../assumptions/book.js").Values} assumed */
export const noSession = (assumed) =>
  new Refusal(Number(assumed["workforce-optimization.expired-session"]), "The session is missing, unknown or expired.");

function authenticate({ c, state, quirks, assumed }) {
  const sessionId = sessionOf(c);
  if (quirks["expire-session"]) state.sessions.delete(sessionId);
  const person = state.personOf(sessionId);
  if (!person) throw noSession(assumed);
  if (!state.isAdministrator(person)) throw new Refusal(403, "The user has no permission ViewOrg.");
}

/** The body of a 400 is known [C]; those of 401, 403 and 409 are not. */
function refuse(state, { status, message, headers }, assumed) {
  const bare = assumed["workforce-optimization.error-body"] === "none" && [401, 403, 409].includes(status);
  if (bare) return new Response(null, { status, headers });
  return json({ errorMessage: message, requestId: state.nextRequestId() }, status, headers);
}
