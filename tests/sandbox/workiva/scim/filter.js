// Evaluates a SCIM filter with a parser that is not ours.
import SCIMMY from "../../http/scim-library.js";

const { Filter, Error: ScimError } = SCIMMY.Types;
const refuse = (why) => {
  throw new ScimError(400, "invalidFilter", why);
};

/**
 * The library leaves JSON escapes as they are and ends a string at `\"`. So each string is read as the JSON it has to be
 * (RFC 7644 §3.4.2.2), stands in as a number of its own while the library reads the rest, and is put back.
 * @param {string} text
 * @param {Record<string, (resource: any) => string>} attributes  those that may be named, and how each is read
 * @returns {(resources: any[]) => any[]}
 */
export function compileScimFilter(text, attributes) {
  const strings = [];
  const plain = text.replace(/"(?:[^"\\]|\\.)*"/gs, (literal) => `"§${strings.push(readString(literal)) - 1}"`);
  // A path within an attribute is a name of its own here.
  const flat = plain.replace(/(\w)\.(?=[a-z])/gi, "$1_");
  const readers = Object.fromEntries(Object.entries(attributes).map(([name, read]) => [name.replace(".", "_"), read]));
  const expressions = parse(flat).map((expression) => restored(expression, strings, Object.keys(readers)));
  const filter = new Filter(expressions);
  // None of those that may be named is case-exact (RFC 7643 §4.1, §4.2).
  return (resources) => {
    const folded = resources.map((resource) => foldedOf(resource, readers));
    const hits = new Set(filter.match(folded));
    return resources.filter((_, n) => hits.has(folded[n]));
  };
}

function readString(literal) {
  try {
    return JSON.parse(literal);
  } catch {
    return refuse("A string is not a JSON string.");
  }
}

function parse(plain) {
  try {
    return [...new Filter(plain)];
  } catch (error) {
    return refuse(error.message);
  }
}

function restored(expression, strings, attributes) {
  return Object.fromEntries(
    Object.entries(expression).map(([name, comparison]) => {
      const known = attributes.find((each) => each.toLowerCase() === name.toLowerCase());
      if (!known || !Array.isArray(comparison)) return refuse(`"${name}" cannot be filtered by.`);
      const all = Array.isArray(comparison[0]) ? comparison : [comparison];
      return [known, all.map((each) => withString(each, strings))];
    }),
  );
}

/** The library also takes a word without quotes for a string: here it is a mistake. */
function withString(comparison, strings) {
  const at = comparison.length - 1;
  const [, number] = /^§(\d+)$/.exec(comparison[at]) ?? [];
  if (number === undefined) return refuse("The value of a comparison is a JSON string.");
  return comparison.with(at, strings[Number(number)].toLowerCase());
}

const foldedOf = (resource, readers) =>
  Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, read(resource).toLowerCase()]));
