// Generated filters, as plain trees that know nothing of the package: ["eq", "userName", "x"], ["pr", "title"],
// ["complex", "emails", ["eq", "type", "work"]], ["not", …], ["and", …, …], ["or", …, …].

import fc from "fast-check";

const nasty = ["'", "\"", "\\", "\\\"", "\"\"", "%", "%22", "%5C", "%20", "&", "+", "#", "=", "?", "/", " ", ";", "(", ")", "[", "]", ".", ",", "@", "\n", "\t", "\u0001", "é", "ß", "İ", "Ł", "山", "Ж", "א", "𝒳", "😀", "\u2028", " or userName pr", "not (", "null", "true", "eq"];

/** Any text at all, often of what an encoder or a quoter could get wrong; no NUL, which is refused. */
export const anyText = fc
  .oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ unit: fc.constantFrom(...nasty), maxLength: 8 }), fc.string())
  .map((text) => text.replaceAll("\0", ""));

const taken = /^(and|or|not|pr|eq|ne|co|sw|ew|gt|ge|lt|le|true|false|null)$/i;
const name = fc
  .oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/), fc.constantFrom("userName", "notes", "nothing", "order", "android", "prefix", "equal", "nullable", "trueish"))
  .filter((text) => !taken.test(text));
const urn = fc.constantFrom(
  "urn:ietf:params:scim:schemas:core:2.0:User",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  "urn:example:x-y:1.0:Thing",
);
const path = fc.oneof(
  { weight: 3, arbitrary: name },
  fc.tuple(name, name).map((names) => names.join(".")),
  fc.tuple(urn, name).map((parts) => parts.join(":")),
  fc.tuple(urn, name, name).map(([schema, attribute, sub]) => `${schema}:${attribute}.${sub}`),
);

const moment = fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-30"), noInvalidDate: true });
const integer = fc.integer();
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

/** Filters whose texts, numbers and attribute names a reader can read; by default it reads them all. */
export function filters({ text = anyText, number = fc.oneof(integer, double) } = {}) {
  const compared = (attribute) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"), attribute, text) },
      fc.tuple(fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"), attribute, fc.oneof(number, moment)),
      fc.tuple(fc.constantFrom("eq", "ne"), attribute, fc.constantFrom(true, false, null)),
      fc.tuple(fc.constant("pr"), attribute),
    );
  const logic = (condition) =>
    fc.oneof(
      fc.tuple(fc.constantFrom("and", "or"), condition, condition),
      fc.tuple(fc.constantFrom("and", "or"), condition, condition, condition),
      fc.tuple(fc.constant("not"), condition),
    );
  return fc.letrec((tie) => ({
    within: fc.oneof({ maxDepth: 2, withCrossShrink: true }, compared(name), logic(tie("within"))),
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      compared(path),
      fc.tuple(fc.constant("complex"), name, tie("within")),
      logic(tie("filter")),
    ),
  })).filter;
}
