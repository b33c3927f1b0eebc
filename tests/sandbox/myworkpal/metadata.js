// Stage 5: metadata values. Only values may change; nodes are never added or removed.
import { written } from "./answers.js";
import { rawJson, Refusal, refuseQuery } from "./guard.js";

/** Casing as published. */
const KEYS = ["tenantId", "page", "ParentType", "ParentId"];

export const metadata = {
  /** @param {import("./guard.js").Call} call */
  read({ state, client, target, body }) {
    refuseQuery(target);
    if (
      Object.keys(body ?? {})
        .sort()
        .join() !== [...KEYS].sort().join()
    ) {
      throw new Refusal(400, `The body has exactly these keys: ${KEYS.join(", ")}.`);
    }
    if (body.page !== "EmployeeDetails" || body.ParentType !== "User")
      throw new Refusal(400, "Unknown page or ParentType.");
    return rawJson(recordsOf(state, client, body.tenantId, body.ParentId).metadata);
  },
  /** An invented call: what the read answered comes back whole. @param {import("./guard.js").Call} call */
  write({ state, client, param, target, body, rawBody }) {
    refuseQuery(target);
    const records = recordsOf(state, client, Number(param("tenantId")), Number(param("systemId")));
    if (shapeOf(JSON.parse(records.metadata)) !== shapeOf(body)) throw new Refusal(400, "Only values may change.");
    records.metadata = rawBody;
    return written();
  },
};

function recordsOf(state, client, tenantId, systemId) {
  if (!state.tenantsOf(client).some(({ id }) => id === tenantId)) {
    throw new Refusal(403, "The API client has no access to this tenant.");
  }
  const account = state.account(systemId);
  if (account?.tenantId !== tenantId) throw new Refusal(400, "There is no such user in this tenant.");
  return state.records.get(account.id);
}

/** Everything but the values themselves. */
const shapeOf = (groups) => JSON.stringify(groups, (key, value) => (key === "value" ? 0 : value));
