// Stage 3: creates an account, or refuses with HTTP 200 and `successful: false`.
import { created, refused } from "./answers.js";
import { Refusal, refuseQuery } from "./guard.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const hasExactly = (keys) => (value) => isObject(value) && Object.keys(value).sort().join() === [...keys].sort().join();
const isGroups = (value) => hasExactly(["groups"])(value) && Array.isArray(value.groups);

/** The seven keys, all mandatory. `contactNumbers` follows the published example, not its table. */
const SECTIONS = {
  userAccount: (value) =>
    hasExactly(["emailAddress", "tenant"])(value) && Object.values(value).every((each) => typeof each === "string"),
  personDetails: isObject,
  contactNumbers: Array.isArray,
  addressDetails: isObject,
  employeeDetails: isObject,
  metaDataPersonal: isGroups,
  metaDataEmployee: isGroups,
};

/** @param {import("./guard.js").Call} call */
export function createUser({ state, client, target, quirks, assumed, body }) {
  refuseQuery(target);
  checkShape(body);
  const {
    userAccount: { emailAddress, tenant },
    ...details
  } = body;
  const problem = quirks.refuse ? (quirks.refuse.message ?? "The user was not created.") : whyNot(state, client, body);
  if (problem) return refused(problem, assumed);
  const [existing] = state.accountsOf(assumed["myworkpal.duplicate-scope"] === "tenant" && tenant, emailAddress);
  if (existing) {
    const answer = duplicate(existing, assumed);
    if (answer) return answer;
  }
  const account = state.addAccount({ tenant, emailAddress, details });
  if (quirks["late-visibility"]) state.hidden.set(account.id, quirks["late-visibility"].lookups);
  return created(account);
}

const TAKEN = "User with same email address exists.";

/** Nothing says what becomes of a second create; undefined: one more account [A]. */
function duplicate(existing, assumed) {
  switch (assumed["myworkpal.duplicate-create"]) {
    case "refused":
      return refused(TAKEN, assumed);
    case "existing":
      return created(existing);
    case "400":
      throw new Refusal(400, TAKEN);
  }
}

function checkShape(body) {
  if (!hasExactly(Object.keys(SECTIONS))(body)) {
    throw new Refusal(400, `The body has exactly these keys: ${Object.keys(SECTIONS).join(", ")}.`);
  }
  for (const [name, check] of Object.entries(SECTIONS)) {
    if (!check(body[name])) throw new Refusal(400, `"${name}" is not what it has to be.`);
  }
}

function whyNot(state, client, { userAccount: { emailAddress, tenant: subDomain } }) {
  if (!state.tenantsOf(client).some((tenant) => tenant.subDomainName === subDomain))
    return "Tenant could not be found.";
  if (!isEmail(emailAddress)) return "The email address is not valid.";
  return null;
}

/** One `@` with something on both sides, no white space, a domain of non-empty labels. */
const isEmail = (text) => text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text);
