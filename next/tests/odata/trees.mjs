// Generated expressions, as plain trees that know nothing of the package: ["eq", ["field", "Name"], ["text", "x"]].
// They are typed (texts are compared with texts), since one of the readers checks types.

import fc from "fast-check";

const nasty = ["'", "''", "%", "%27", "%20", "&", "+", "#", "=", "?", "/", "\\", " ", ";", "(", ")", ",", "$", "\"", "@", "\n", "\t", "é", "ß", "İ", "𝒳", "😀", " or 1 eq 1", "null"];

/** Any text at all, often of what an encoder or a quoter could get wrong; no NUL, which is refused. */
export const anyText = fc
  .oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ unit: fc.constantFrom(...nasty), maxLength: 8 }), fc.string())
  .map((text) => text.replaceAll("\0", ""));

/** Names that no reader takes for a literal, an operator or a function: several look at the beginning only. They
    begin with a letter, as the names of 2.0 and 3.0 must. */
const reserved = /^(null|true|false|not|nan|inf|any|all|datetime|date|guid|time|duration|binary|x$|in$|is|has|to|trim|le|year|month|day|hour|min|sec|round|floor|ceil|index|concat|sub|replace|starts|ends|contains|cast|length|now|max|frac|total|geo)/i;
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{1,12}$/).filter((text) => !reserved.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const collection = fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => names.join("/"));
const type = fc.tuple(name, name).map((names) => names.join("."));
const field = path.map((text) => ["field", text]);
const text = anyText.map((value) => ["text", value]);
const boolean = fc.boolean().map((value) => ["boolean", value]);

const pad = (value, size) => String(value).padStart(size, "0");
const day = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-30"), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10));
const fraction = fc.oneof(fc.constant(""), fc.integer({ min: 1, max: 999999 }).map((value) => `.${pad(value, 6).replace(/0+$/, "")}`));
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }), fraction)
  .map(([hour, minute, second, rest]) => `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${rest}`);
const offset = fc.oneof(
  fc.constant("Z"),
  fc.tuple(fc.constantFrom("+", "-"), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 59 })).map(([sign, hours, minutes]) => `${sign}${pad(hours, 2)}:${pad(minutes, 2)}`),
);
const digits = fc.stringMatching(/^(0|[1-9][0-9]{0,15})$/);
const days = fc.integer({ min: 0, max: 9999 });
const signed = (arbitrary) => fc.tuple(fc.constantFrom("", "-"), arbitrary).map((parts) => parts.join(""));

/** One arbitrary for each kind of literal. */
export const literals = {
  text,
  boolean,
  null: fc.constant(["null"]),
  int: fc.integer().map((value) => ["int", String(value)]),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ["long", String(value)]),
  decimal: fc.tuple(signed(digits), fc.stringMatching(/^\.[0-9]{1,12}$/)).map(([whole, rest]) => ["decimal", whole + rest]),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ["double", value === 0 ? 0 : value]),
  single: fc.float({ noNaN: true, min: -Math.fround(3e38), max: Math.fround(3e38) }).map((value) => ["single", value === 0 ? 0 : value]),
  guid: fc.uuid().map((value) => ["guid", value]),
  binary: fc.uint8Array({ maxLength: 12 }).map((bytes) => ["binary", Buffer.from(bytes).toString("hex")]),
  date: day.map((value) => ["date", value]),
  time: clock.map((value) => ["time", value]),
  datetime: fc.tuple(day, clock).map((parts) => ["datetime", parts.join("T")]),
  datetimeOffset: fc.tuple(day, clock, offset).map(([date, time, zone]) => ["datetimeOffset", `${date}T${time}${zone}`]),
  duration: fc
    .tuple(fc.constantFrom("", "-"), days, days, days, fc.oneof(fc.constant(""), fraction))
    .map(([sign, d, h, m, rest]) => ["duration", `${sign}P${d}DT${h}H${m}M${d % 60}${rest}S`]),
  wholeDuration: fc
    .tuple(fc.constantFrom("", "-"), days, days)
    .map(([sign, d, m]) => ["duration", `${sign}P${d}DT${m}M`]),
  enumValue: fc.tuple(name, name, fc.array(name, { minLength: 1, maxLength: 3 })).map(([space, type, members]) => ["enumValue", `${space}.${type}`, members.join(",")]),
};

const comparisons = fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le");
const call = (name, ...args) => fc.tuple(fc.constant("call"), fc.constant(name), ...args);

/**
 * Conditions of any shape.
 *
 * @param numbers the kinds of number literals, @param others the other kinds of literals,
 * @param on the shapes: "not", "arithmetic", "nested" (conditions in comparisons), "functions", "lambda", "in", "has",
 * "typed" (isof and cast), "count" (`Orders/$count`)
 */
export function conditions({ numbers, others, on }) {
  const has = (shape) => on.includes(shape);
  const only = (shape, ...arbitraries) => (has(shape) ? arbitraries : []);
  const deep = { depthSize: "small", withCrossShrink: true };
  return fc.letrec((tie) => {
    const of = (...kinds) => kinds.map((kind) => tie(kind));
    const compared = (...arbitraries) => fc.tuple(comparisons, ...arbitraries);
    return {
      text: fc.oneof(
        deep,
        field,
        text,
        call("tolower", ...of("text")),
        call("toupper", ...of("text")),
        call("trim", ...of("text")),
        call("concat", ...of("text", "text")),
        call("substring", ...of("text", "whole")),
        call("substring", ...of("text", "whole", "whole")),
      ),
      whole: fc.oneof(deep, field, literals.int, call("length", ...of("text")), call("indexof", ...of("text", "text"))),
      number: fc.oneof(
        deep,
        field,
        ...numbers.map((kind) => literals[kind]),
        tie("whole"),
        ...only(
          "arithmetic",
          fc.tuple(fc.constantFrom("add", "sub", "mul", "div", "mod"), ...of("number", "number")),
          fc.tuple(fc.constantFrom("add", "sub", "mul", "div", "mod"), ...of("number", "number")),
          fc.tuple(fc.constant("negate"), tie("number")),
        ),
        ...["round", "floor", "ceiling"].map((name) => call(name, tie("number"))),
        ...["year", "month", "day", "hour", "minute", "second"].map((name) => call(name, field)),
      ),
      compared: fc.oneof(
        compared(...of("text", "text")),
        compared(...of("number", "number")),
        compared(field, fc.constant(["null"])),
        compared(field, boolean),
        ...others.map((kind) => compared(field, literals[kind])),
        ...others.map((kind) => compared(literals[kind], field)),
      ),
      condition: fc.oneof(
        deep,
        tie("compared"),
        call("contains", ...of("text", "text")),
        call("startswith", ...of("text", "text")),
        call("endswith", ...of("text", "text")),
        fc.tuple(fc.constantFrom("and", "or"), ...of("condition", "condition")),
        fc.tuple(fc.constantFrom("and", "or"), ...of("condition", "condition", "condition")),
        ...only("not", fc.tuple(fc.constant("not"), tie("condition")), fc.tuple(fc.constant("not"), field)),
        ...only("nested", compared(tie("condition"), boolean), compared(...of("condition", "condition"))),
        ...only("lambda", fc.tuple(fc.constantFrom("any", "all"), collection, name, tie("condition")), fc.tuple(fc.constant("any"), collection)),
        ...only("in", fc.array(text, { minLength: 2, maxLength: 4 }).chain((values) => tie("text").map((operand) => ["in", operand, ...values]))),
        ...only(
          "typed",
          fc.tuple(fc.constant("isof"), type),
          fc.tuple(fc.constant("isof"), field, type),
          compared(fc.tuple(fc.constant("cast"), field, fc.constant("Edm.String")), tie("text")),
        ),
        ...only("count", compared(collection.map((text) => ["field", `${text}/$count`]), literals.int)),
        ...only("has", fc.tuple(fc.constant("has"), field, literals.enumValue)),
        ...only(
          "functions",
          compared(call("date", field), literals.date),
          compared(call("time", field), literals.time),
          compared(call("fractionalseconds", field), literals.decimal),
          compared(call("totaloffsetminutes", field), literals.int),
          compared(call("now"), literals.datetimeOffset),
          compared(call("mindatetime"), call("maxdatetime")),
          call("matchesPattern", ...of("text", "text")),
        ),
      ),
    };
  });
}
