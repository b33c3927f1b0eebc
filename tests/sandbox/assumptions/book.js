// What the stand-ins assume where the platforms' documents say nothing, and the switches that turn it round.

/**
 * @typedef {object} Assumption
 * @property {string} about       what it decides
 * @property {"S" | "D" | "C" | "A"} tag  how well it is known, as in the fact sheets
 * @property {string} source      where: a heading or a rule of the platform's sheet
 * @property {string[]} values    what it can be; the first is what a new sandbox does
 *
 * @typedef {Record<string, string>} Values  switch → value, such as `{ "workspan.duplicate-create": "200" }`
 */

export class AssumptionBook {
  /** @type {Record<string, Assumption>} */
  #known = {};
  /** @type {Values} */
  #initial;
  /** @type {Values} */
  #values;

  /**
   * @param {Record<string, { assumptions: Record<string, Assumption> }>} platforms  by name
   * @param {Values} [values]  what is to be other than the first, from the start and after each reset
   */
  constructor(platforms, values = {}) {
    for (const [platform, { assumptions }] of Object.entries(platforms)) {
      for (const [name, assumption] of Object.entries(assumptions)) this.#known[`${platform}.${name}`] = assumption;
    }
    const first = Object.entries(this.#known).map(([name, each]) => [name, each.values[0]]);
    this.check(values);
    this.#initial = { ...Object.fromEntries(first), ...values };
    this.#values = { ...this.#initial };
  }

  /** Throws unless each switch and its value are known. @param {Values} values */
  check(values) {
    if (typeof values !== "object" || values === null || Array.isArray(values))
      throw new TypeError("assumptions are an object: switch → value");
    for (const [name, value] of Object.entries(values)) {
      const known = Object.hasOwn(this.#known, name) ? this.#known[name] : undefined;
      if (!known) throw new TypeError(`no assumption "${name}"; there are ${Object.keys(this.#known).join(", ")}`);
      if (!known.values.includes(value))
        throw new TypeError(`assumption "${name}": "${value}" is none of ${known.values.join(", ")}`);
    }
  }

  /** All of them or, if one is wrong, none. @param {Values} values */
  set(values) {
    this.check(values);
    Object.assign(this.#values, values);
  }

  reset() {
    this.#values = { ...this.#initial };
  }

  /** With the value that each has now. */
  list() {
    return Object.entries(this.#known).map(([name, assumption]) => ({ name, ...assumption, value: this.#values[name] }));
  }

  /**
   * Every value that is not the usual one, each on its own: for tests that run them all.
   * @param {string} [platform]  only its switches
   * @returns {Values[]}
   */
  opposites(platform) {
    const own = Object.entries(this.#known).filter(([name]) => !platform || name.startsWith(`${platform}.`));
    return own.flatMap(([name, { values }]) => values.slice(1).map((value) => ({ [name]: value })));
  }

  /**
   * What holds for one request: its faults of kind `assume` come before what is set.
   * @param {import("../faults/book.js").Fault[]} due
   * @returns {Values}
   */
  during(due) {
    const turned = due.filter(({ kind }) => kind === "assume").map(({ values }) => values);
    return Object.assign({}, this.#values, ...turned);
  }
}
