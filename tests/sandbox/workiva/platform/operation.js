// An operation as a poll shows it: at most one a second [D].
import { json, Refusal } from "../../http/refusal.js";
import { readOptions } from "../../http/strict.js";

/** @param {import("./guard.js").Call} call */
export function readOperation({ c, state, target }) {
  readOptions(target);
  const operation = state.operations.poll(c.req.param("operation"));
  if (operation === null) throw new Refusal(404, "There is no such operation.");
  if (operation === "too soon")
    throw new Refusal(429, "One poll a second is enough.", { headers: { "retry-after": "1" } });
  return json(operation);
}
