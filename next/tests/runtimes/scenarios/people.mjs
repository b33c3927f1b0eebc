// A person on every platform and route: created, confirmed, and left alone by a second run.
import { failing, same } from "./expect.mjs";

/**
 * @param {typeof import("provisor")} provisor
 * @param {import("../matrix/kit/ground.mjs").Given} given
 * @param {import("../matrix/kit/routes.mjs").Route} route
 */
export async function provisions(provisor, given, { client, options, person }) {
  const platform = new provisor[client]({ ...options, allowBrowser: given.page });
  const first = await platform.provision(person);
  same([first.status, first.verified, first.existedBefore], ["created", true, false], "the first run");
  const second = await platform.provision(person);
  same([second.status, second.verified, second.existedBefore], ["unchanged", true, true], "the second run");
  same([typeof first.id, second.id], ["string", first.id], "the id");
  same(second.changes, [], "what the second run changed");
  await platform.close();
  return `created as ${first.id}`;
}

/** Browsers let no page set a cookie, so a page is told at once that this platform is not for it. */
export async function refusesPages(provisor, given, { client, options }) {
  const make = () => new provisor[client]({ ...options, allowBrowser: given.page });
  return (await failing(provisor, "unsupported", make)).message;
}

/** A secret that is not right. */
export async function refusesTheSecret(provisor, given, { client, options, wrong, person }) {
  const platform = new provisor[client]({ ...options, ...wrong, allowBrowser: given.page });
  const error = await failing(provisor, "auth_rejected", () => platform.provision(person));
  same([typeof error.hint, error.platform], ["string", platform.platform], "its hint and platform");
  return error.message;
}
