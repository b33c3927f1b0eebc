// Stage 1: the tenants that a client may see.
import { readQuery } from "../odata/query.js";
import { TENANT_KEYS } from "./entities.js";
import { rawJson } from "./guard.js";
import { listing } from "./listing.js";

/** @param {import("./guard.js").Call} call */
export function listTenants({ state, client, target, quirks, assumed }) {
  const query = readQuery(target, TENANT_KEYS);
  // The older form of the call, with `/true`, has no envelope.
  if (target.split("?", 1)[0].endsWith("/true")) query.inlineCount = false;
  return rawJson(JSON.stringify(listing(state.tenantsOf(client), query, quirks, assumed)));
}
