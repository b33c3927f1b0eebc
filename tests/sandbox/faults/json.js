// Edits an answer's JSON for a fault: single values by JSON Pointer (RFC 6901), or every type at once.

/**
 * @param {any} value
 * @param {{ set?: Record<string, unknown>, remove?: string[] }} change
 */
export function edit(value, { set = {}, remove = [] }) {
  const root = { "": structuredClone(value) };
  for (const [pointer, to] of Object.entries(set)) at(root, pointer, (holder, key) => void (holder[key] = to));
  for (const pointer of remove) at(root, pointer, (holder, key) => void delete holder[key]);
  return root[""];
}

/** A pointer that leads nowhere changes nothing: the answer may be an empty list. */
function at(root, pointer, change) {
  const keys = pointer.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop();
  let holder = keys.length === 0 ? root : root[""];
  for (const key of keys.slice(1)) holder = holder?.[key];
  if (typeof holder === "object" && holder !== null) change(holder, last);
}

/** Every value of the answer's first level becomes one of another type. */
export function wrongTypes(value) {
  if (typeof value !== "object" || value === null) return {};
  if (Array.isArray(value)) return { unexpected: "object" };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, another(inner)]));
}

function another(value) {
  if (typeof value === "number") return "not a number";
  if (typeof value === "boolean") return "yes";
  if (typeof value === "string") return 42;
  return Array.isArray(value) ? {} : [];
}
