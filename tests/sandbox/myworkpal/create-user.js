// Stage 3: creates an account, or refuses with HTTP 200 and `successful: false`.
import { rawJson, Refusal, refuseQuery } from "./guard.js";

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
export function createUser({ state, client, target, quirks, body }) {
  refuseQuery(target);
  checkShape(body);
  const {
    userAccount: { emailAddress, tenant },
    ...details
  } = body;
  const problem = whyNot(state, client, tenant, emailAddress);
  if (problem) return rawJson(JSON.stringify(refused(problem)));
  const account = state.addAccount({ tenant, emailAddress, details });
  if (quirks["late-visibility"]) state.hidden.set(account.id, quirks["late-visibility"].lookups);
  return rawJson(JSON.stringify(created(account)));
}

function checkShape(body) {
  if (!hasExactly(Object.keys(SECTIONS))(body)) {
    throw new Refusal(400, `The body has exactly these keys: ${Object.keys(SECTIONS).join(", ")}.`);
  }
  for (const [name, check] of Object.entries(SECTIONS)) {
    if (!check(body[name])) throw new Refusal(400, `"${name}" is not what it has to be.`);
  }
}

function whyNot(state, client, subDomain, emailAddress) {
  if (!state.tenantsOf(client).some((tenant) => tenant.subDomainName === subDomain))
    return "Tenant could not be found.";
  if (!isEmail(emailAddress)) return "The email address is not valid.";
  if (state.accountsOf(subDomain, emailAddress).length > 0) return "An account for this user is already present.";
  return null;
}

/** One `@` with something on both sides, no white space, a domain of non-empty labels. */
const isEmail = (text) => text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text);

const created = ({ id, emailAddress }) => ({
  successful: true,
  status: "UserAccountService.CreateNewUserViaWizard completed successfully as admin.",
  exceptionMessage: null,
  exceptionMessages: null,
  userAccountId: id,
  username: emailAddress,
  nonce: null,
  redirectPath: null,
});

const refused = (exceptionMessage) => ({
  successful: false,
  status: "False",
  exceptionMessage,
  exceptionMessages: null,
  userAccountId: 0,
  username: null,
  nonce: null,
  redirectPath: null,
});
