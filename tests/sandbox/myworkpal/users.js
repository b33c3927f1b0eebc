// Stages 2 and 4: a tenant's users in any state.
import { readQuery } from "../odata/query.js";
import { ACCOUNT_KEYS } from "./entities.js";
import { rawJson, Refusal, refuseQuery } from "./guard.js";
import { listing } from "./listing.js";

/** @param {import("./guard.js").Call} call */
export function listUsers({ state, client, param, target, quirks, assumed }) {
  const tenant = state.tenantsOf(client).find((each) => each.subDomainName === param("subDomain"));
  if (!tenant) throw new Refusal(403, "The API client has no access to this tenant.");
  const query = readQuery(target, ACCOUNT_KEYS);
  refuseMany(query, assumed["myworkpal.filter-of-many"]);
  const accounts = state.accounts.filter((account) => account.tenantId === tenant.id && !hiddenNow(state, account.id));
  return rawJson(JSON.stringify(listing(accounts, query, quirks, assumed)));
}

/** Nobody has published a look-up of several [A]. */
function refuseMany({ alternatives }, assumed) {
  if (alternatives === 0 || assumed === "accepted") return;
  throw new Refusal(Number(assumed), "A filter names one e-mail address.");
}

/** Late visibility: each look-up of the tenant's users counts one off. */
function hiddenNow(state, systemId) {
  const left = state.hidden.get(systemId) ?? 0;
  if (left > 0) state.hidden.set(systemId, left - 1);
  return left > 0;
}

const VALIDATED_KEYS = [
  "userAccountId",
  "emailAddress",
  "isAccountVerified",
  "isLoginAllowed",
  "isAccountClosed",
  "isLockedOut",
  "accountClosed",
  "lastLogin",
  "failedLoginCount",
];

/** @param {import("./guard.js").Call} call */
export function listValidatedInfo({ state, client, param, target }) {
  refuseQuery(target);
  const tenant = state.tenantsOf(client).find((each) => String(each.id) === param("tenantId"));
  if (!tenant) throw new Refusal(403, "The API client has no access to this tenant.");
  const accounts = state.accounts.filter((account) => account.tenantId === tenant.id);
  return rawJson(
    JSON.stringify(accounts.map((account) => Object.fromEntries(VALIDATED_KEYS.map((key) => [key, account[key]])))),
  );
}
