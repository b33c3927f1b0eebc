/** Callers' values as plain data: whatever they are made of, and however they fight back. */

import { invalid, ProvisorError, said } from "./errors.js";

/** Deeper data is nobody's. */
const DEEPEST = 64;

/**
 * A copy as JSON would make it: dates become text, functions and `undefined` are left out. What JSON would lose in silence
 * (NaN, half characters) is refused, with its place.
 */
export function plain(path: string, value: unknown): unknown {
  try {
    const copy = copied(path, value, 0);
    if (copy === undefined && value !== undefined) throw wrong(path, `plain data, not a ${typeof value}`);
    return copy;
  } catch (thrown) {
    if (thrown instanceof ProvisorError) throw thrown;
    throw invalid(`${path} cannot be read: ${said(thrown)}`, "give plain data: texts, numbers, lists and objects");
  }
}

function copied(path: string, value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "string":
      // WebAssembly replaces half a surrogate pair by U+FFFD: another text than the one that was given.
      if (/[\uD800-\uDFFF]/u.test(value)) throw wrong(path, "well-formed text: it has half of a surrogate pair");
      return value;
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw wrong(path, `a finite number, not ${value}`);
      return value;
    case "bigint":
      throw wrong(path, "a number or a string, not a bigint");
    case "object":
      if (value === null) return null;
      if (depth > DEEPEST) throw wrong(path, "nested less deeply, and not within itself");
      return Array.isArray(value)
        ? Array.from(value, (item, index) => copied(`${path}[${index}]`, item, depth + 1) ?? null)
        : members(path, value, depth + 1);
    default:
      return undefined;
  }
}

function members(path: string, value: object, depth: number): unknown {
  if ("toJSON" in value && typeof value.toJSON === "function") return copied(path, value.toJSON(), depth);
  if (value instanceof Map || value instanceof Set) throw wrong(path, "a plain object or an array, not a Map or a Set");
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const inner = copied(`${path}.${name}`, member, depth);
    if (inner === undefined) continue;
    // An assignment would make it the prototype, and lose it.
    if (name === "__proto__") throw invalid(`${path}.__proto__ is not known`, "leave it out");
    copy[name] = inner;
  }
  return copy;
}

function wrong(path: string, expected: string): ProvisorError {
  return invalid(`${path} must be ${expected}`, "give plain data: texts, numbers, lists and objects");
}
