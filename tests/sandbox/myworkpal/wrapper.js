// The body of an address write: a wrapper with user and tenant around the array [D], whose keys are not public.
import { Refusal } from "./guard.js";

/**
 * The array and its raw text, from whatever wrapper names this user, this tenant and one array.
 * @param {import("./guard.js").Call} call
 */
export function unwrapped({ assumed, body, rawBody, param }) {
  if (assumed["myworkpal.address-body"] === "array") return { body, raw: rawBody };
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal(400, "Addresses come in a wrapper with user and tenant.");
  const values = Object.values(body);
  const arrays = values.filter(Array.isArray);
  if (arrays.length !== 1) throw new Refusal(400, "The wrapper holds one array of addresses.");
  const names = values.filter((value) => !Array.isArray(value)).map(String);
  for (const name of [param("systemId"), param("subDomain")]) {
    if (!names.includes(name)) throw new Refusal(400, `The wrapper does not name "${name}".`);
  }
  return { body: arrays[0], raw: textOfArray(rawBody) };
}

/** The only array of the first level as it came: numbers keep their spelling. */
function textOfArray(text) {
  // Strings are blanked out, so that no bracket in one counts.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/gs, (literal) => " ".repeat(literal.length));
  return text.slice(bare.indexOf("["), bare.lastIndexOf("]") + 1);
}
