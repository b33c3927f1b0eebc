// From a generated tree to the package's builders, and to what a reader of a dialect must see.

import { odata } from "provisor";

const functions = { date: odata.dateOf, time: odata.timeOf };

/** The expression of a tree, made by the package's builders. */
export function build([kind, ...parts]) {
  switch (kind) {
    case "text":
    case "boolean":
      return parts[0];
    case "null":
      return null;
    case "int":
      return Number(parts[0]);
    case "long":
      return odata.long(BigInt(parts[0]));
    case "binary":
      return odata.binary(Buffer.from(parts[0], "hex"));
    case "enumValue":
      return odata.enumValue(...parts);
    case "call":
      return (functions[parts[0]] ?? odata[parts[0]])(...parts.slice(1).map(build));
    case "any":
    case "all":
      return odata[kind](parts[0], ...(parts.length > 1 ? [parts[1], build(parts[2])] : []));
    case "in":
      return odata.in(build(parts[0]), parts.slice(1).map(build));
    default:
      return odata[kind](...parts.map((part) => (Array.isArray(part) ? build(part) : part)));
  }
}

/** What a dialect's reader sees of a tree: `contains` and dates have another form before 4.0. */
export function seen([kind, ...parts], version) {
  const of = (part) => (Array.isArray(part) ? seen(part, version) : part);
  if (version !== "v4") {
    if (kind === "call" && parts[0] === "contains") return ["call", "substringof", of(parts[2]), of(parts[1])];
    if (kind === "isof" || kind === "cast") return [kind, ...parts.slice(0, -1).map(of), ["text", parts.at(-1)]];
    if (kind === "date") return ["datetime", `${parts[0]}T00:00:00`];
  }
  if (kind === "isof" || kind === "cast") return ["call", kind, ...parts.slice(0, -1).map(of), ["type", parts.at(-1)]];
  return [kind, ...parts.map(of)];
}

/** A tree with `and` and `or` as lists: their nesting means nothing, and readers nest to either side. */
export function flat([kind, ...parts]) {
  const inner = parts.map((part) => (Array.isArray(part) ? flat(part) : part));
  if (kind !== "and" && kind !== "or") return [kind, ...inner];
  return [kind, ...inner.flatMap((part) => (part[0] === kind ? part.slice(1) : [part]))];
}

const isNumber = new Set(["int", "long", "decimal", "double", "single"]);

/** Where two trees differ, or nothing; a reader's "number" is of any kind, and compared by value. */
export function difference(wanted, read, at = "filter") {
  if (!Array.isArray(wanted) || !Array.isArray(read)) {
    return wanted === read ? undefined : `${at}: ${JSON.stringify(wanted)} was read as ${JSON.stringify(read)}`;
  }
  const [kind, ...parts] = wanted;
  if (isNumber.has(kind) && (read[0] === "number" || read[0] === kind)) {
    const same = { double: (text) => Number(text) === parts[0], single: (text) => Math.fround(Number(text)) === parts[0] };
    return (same[kind] ?? ((text) => text === parts[0]))(read[1]) ? undefined : `${at}: ${kind} ${parts[0]} was read as ${read[1]}`;
  }
  if (read[0] === "instant") return Date.parse(`${parts[0]}Z`) === read[1] || Date.parse(parts[0]) === read[1] ? undefined : `${at}: ${parts[0]} was read as ${read[1]}`;
  if (wanted.length !== read.length) return `${at}: ${JSON.stringify(wanted)} was read as ${JSON.stringify(read)}`;
  for (let index = 0; index < wanted.length; index += 1) {
    const found = difference(wanted[index], read[index], `${at}.${index === 0 ? "kind" : `${kind}[${index}]`}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
