// What every Workforce Optimization call goes through: headers, a session, a right, and one change at a time.
import { json, Refusal } from "../http/refusal.js";
import { readOptions, refuseBody, refuseForeignHeaders, refuseOtherAccept } from "../http/strict.js";

/**
 * @typedef {object} Call
 * @property {import("hono").Context} c
 * @property {import("./state.js").WorkforceOptimizationState} state
 * @property {Record<string, any>} quirks
 *
 * @param {import("./state.js").WorkforceOptimizationState} state
 * @param {(call: Call) => Response | Promise<Response>} handler
 * @returns {import("../http/routes.js").Handler}
 */
export const answering = (state, handler) => async (c) => {
  try {
    refuseForeignHeaders(c, ["cookie"]);
    refuseOtherAccept(c);
    // No call has a filter or pages [C].
    readOptions(c.env.target);
    return await handler({ c, state, quirks: c.env.quirks });
  } catch (error) {
    if (error instanceof Refusal) return refuse(state, error);
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
      throw new Refusal(state.settings.busyStatus, "Another change is being made.");
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

function authenticate({ c, state, quirks }) {
  const sessionId = sessionOf(c);
  const refusing = quirks["expire-session-as-403"];
  if (quirks["expire-session"] || refusing) state.sessions.delete(sessionId);
  const person = state.personOf(sessionId);
  // 401 is assumed, 403 is possible [A].
  if (!person) throw new Refusal(refusing ? 403 : 401, "The session is missing, unknown or expired.");
  if (!state.isAdministrator(person)) throw new Refusal(403, "The user has no permission ViewOrg.");
}

/** The body of a 400 is known [C]; those of 401, 403 and 409 are not. */
function refuse(state, { status, message, headers }) {
  const bare = state.settings.errorShape === "bare" && [401, 403, 409].includes(status);
  if (bare) return new Response(null, { status, headers });
  return json({ errorMessage: message, requestId: state.nextRequestId() }, status, headers);
}
