// All that is checked in every runtime, in the same way: it takes the package as that runtime imported it.
import { panics } from "./panic.mjs";
import { provisions, refusesPages, refusesTheSecret } from "./people.mjs";
import { builds, tellsErrors } from "./pure.mjs";
import { aborts, findsOut, timesOut } from "./stops.mjs";

/**
 * @typedef {object} Result
 * @property {string} group  the column of the table that it belongs to
 * @property {string} name
 * @property {boolean} ok
 * @property {string} detail
 *
 * @param {typeof import("provisor")} provisor
 * @param {any} testing  the build that can be broken, as `provisor-breakable/testing`; undefined where it is not tried
 * @param {string} url  of the ground: see `matrix/kit/ground.mjs`
 * @returns {Promise<Result[]>}
 */
export async function checkAll(provisor, testing, url) {
  /** @type {import("../matrix/kit/ground.mjs").Given} */
  const given = await (await fetch(`${url}/ground/given.json`)).json();
  const routes = given.routes.filter(({ refused }) => !refused);
  const refused = given.routes.filter(({ refused }) => refused);
  const options = { ...routes[0].options, allowBrowser: given.page };
  /** @type {Result[]} */
  const results = [];
  const check = async (group, name, work) => {
    try {
      results.push({ group, name, ok: true, detail: String((await work()) ?? "") });
    } catch (error) {
      results.push({ group, name, ok: false, detail: String(error?.stack ?? error) });
    }
  };

  await provisor.init();
  await check("odata", "odata.query", () => builds(provisor));
  await check("errors", "errors and isProvisorError", () => tellsErrors(provisor, options));
  for (const route of routes) {
    await check("people", `${route.title}: a person`, () => provisions(provisor, given, route));
  }
  for (const route of refused) {
    await check("refused", `${route.title}: not from a page`, () => refusesPages(provisor, given, route));
  }
  for (const route of routes) {
    await check("secret", `${route.title}: a wrong secret`, () => refusesTheSecret(provisor, given, route));
  }
  await check("abort", "an abort", () => aborts(provisor, given, options));
  await check("time-out", "no answer", () => timesOut(provisor, given, options));
  await check("lost answer", "no answer to a create", () => findsOut(provisor, given, options));
  if (testing) {
    const shown = () => panics(testing, options, given.strangers);
    await check("panic", "a panic", async () => (await shown()).join("; "));
  }
  return results;
}
