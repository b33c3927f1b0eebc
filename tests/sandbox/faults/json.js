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

/**
 * The first item of the answer's list so many times, each under another id.
 * @param {any} value
 * @param {{ hits: number }} fault
 */
export function crowded(value, { hits }) {
  if (Array.isArray(value)) return value.length === 0 ? value : Array.from({ length: hits }, (_, n) => another(value[0], n));
  const list = Object.entries(value ?? {}).find(([key, each]) => key !== "schemas" && Array.isArray(each));
  return list ? { ...value, [list[0]]: crowded(list[1], { hits }) } : value;
}

/** Somebody else of the same name. */
function another(item, n) {
  const other = (id) => (typeof id === "number" ? id + n : `${id}-${n}`);
  const ids = Object.entries(item).filter(([key]) => ["id", "personId", "userAccountId"].includes(key));
  return { ...item, ...Object.fromEntries(ids.map(([key, id]) => [key, other(id)])) };
}

/** Every value of the answer's first level becomes one of another type. */
export function wrongTypes(value) {
  if (typeof value !== "object" || value === null) return {};
  if (Array.isArray(value)) return { unexpected: "object" };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, ofAnotherType(inner)]));
}

function ofAnotherType(value) {
  if (typeof value === "number") return "not a number";
  if (typeof value === "boolean") return "yes";
  if (typeof value === "string") return 42;
  return Array.isArray(value) ? {} : [];
}
