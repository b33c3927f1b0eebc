// Which faults are waiting, and which of them a request meets.
import { checkFault, KINDS } from "./kinds.js";

/**
 * @typedef {object} Match
 * @property {string} [call]           the name of a call, such as `workspan.createUser`
 * @property {string} [method]
 * @property {string | RegExp} [path]  a string is the whole path without the query; a RegExp sees path and query
 * @property {number} [nth]            from the nth such request on (1, the default, is the next one)
 *
 * @typedef {object} Rule
 * @property {Match} [match]
 * @property {number | "always"} [times]  how many requests it strikes; 1 by default
 * @property {Fault} fault
 *
 * @typedef {{ kind: string, [field: string]: any }} Fault  its fields are listed in `kinds.js`
 */

export class FaultBook {
  #rules = [];
  #kinds;
  #calls;
  #lastId = 0;

  /**
   * @param {Record<string, import("./kinds.js").Fields>} more  kinds beside those that any platform can have
   * @param {ReturnType<typeof import("../http/routes.js").callNames>} calls
   */
  constructor(more, calls) {
    this.#kinds = { ...KINDS, ...more };
    this.#calls = calls;
  }

  /** @param {Rule} rule */
  add({ match = {}, times = 1, fault, ...rest }) {
    checkFault(fault, this.#kinds);
    checkRule(match, times, rest, this.#calls.all);
    const rule = { id: ++this.#lastId, match, times: times === "always" ? Infinity : times, fault, seen: 0, fired: 0 };
    this.#rules.push(rule);
    return {
      id: rule.id,
      get fired() {
        return rule.fired;
      },
      remove: () => {
        this.#rules = this.#rules.filter((each) => each !== rule);
      },
    };
  }

  clear() {
    this.#rules = [];
  }

  list() {
    return this.#rules.map(({ id, match, times, fault, fired }) => ({
      id,
      match: { ...match, path: match.path && String(match.path) },
      times: times === Infinity ? "always" : times,
      fired,
      fault,
    }));
  }

  /** The faults this request meets, in the order they were added; they count as used. */
  due(method, target) {
    const [path] = target.split("?", 1);
    const call = this.#calls.of(method, path);
    return this.#rules.filter((rule) => meets(rule, { method, path, target, call })).map((rule) => rule.fault);
  }
}

function meets(rule, { method, path, target, call }) {
  const { match } = rule;
  if (match.call && match.call !== call) return false;
  if (match.method && match.method.toUpperCase() !== method) return false;
  // `search`, unlike `test`, keeps no position between calls when the expression has the g flag.
  if (match.path instanceof RegExp ? target.search(match.path) < 0 : match.path && match.path !== path) return false;
  rule.seen += 1;
  if (rule.seen < (match.nth ?? 1) || rule.fired >= rule.times) return false;
  rule.fired += 1;
  return true;
}

function checkRule(match, times, rest, calls) {
  const unknown = [
    ...Object.keys(rest),
    ...Object.keys(match).filter((key) => !["call", "method", "path", "nth"].includes(key)),
  ];
  if (unknown.length > 0) throw new TypeError(`a fault's rule has no "${unknown.join('", "')}"`);
  const { call, path, nth = 1 } = match;
  if (call !== undefined && !calls.includes(call))
    throw new TypeError(`no call "${call}"; there are ${calls.join(", ")}`);
  if (path !== undefined && typeof path !== "string" && !(path instanceof RegExp))
    throw new TypeError("path is a string or a RegExp");
  if (!(Number.isInteger(nth) && nth > 0)) throw new TypeError("nth counts from 1");
  if (times !== "always" && !(times > 0)) throw new TypeError('times is a positive number or "always"');
}
