/** What the builders of `odata` and `scim` make: plain JSON objects with one key, which says what they are. */

/**
 * The nodes that the builders made. An object from anywhere else, such as a parsed request body, is refused where a
 * node is wanted: it could be a name or a condition in disguise.
 */
const own = new WeakSet<object>();

/** A node of this kind. */
export function node<Kind>(tag: string, content: unknown): Kind {
  const plain = Object.freeze({ [tag]: content });
  own.add(plain);
  return plain as Kind;
}

/** A node that fails with this text when it is written, so that all errors come from one place. */
export function refused<Kind>(message: string): Kind {
  return node("refused", message);
}

/** Whether a builder made it. */
export function isNode(value: unknown): boolean {
  return typeof value === "object" && value !== null && own.has(value);
}

/** A moment in UTC. */
export function iso(value: Date): string {
  return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
}

/** Text as it is, unless WebAssembly would replace half a surrogate pair by U+FFFD: another text than the one asked for. */
export function whole<Kind>(text: string): string | Kind {
  return /[\uD800-\uDFFF]/u.test(text) ? refused("the text has half of a surrogate pair: it is no well-formed text") : text;
}
