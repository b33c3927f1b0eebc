// The Worker's settings for the sandbox's platforms: what an administrator would set for the real ones.
import { SCIM_BASE } from "../../tests/sandbox.mjs";

/**
 * @param {ReturnType<import("../../tests/sandbox/index.js").createSandbox>} sandbox
 * @param {string} baseUrl  where it listens
 * @returns {Record<string, unknown>}
 */
export function sandboxSettings({ myworkpal, workspan, workiva, ...others }, baseUrl) {
  const { people, passwords } = others["workforce-optimization"];
  return {
    // The platform's own path is not public; this is the sandbox's.
    MYWORKPAL: { baseUrl, paths: { createUser: myworkpal.settings.createUserPath } },
    ...pair("MYWORKPAL", myworkpal.clients[0]),
    WORKSPAN: { baseUrl },
    ...pair("WORKSPAN", workspan.clients[0]),
    WORKIVA: { baseUrl, organization: workiva.settings.organization },
    ...pair("WORKIVA", workiva.clients[0]),
    WORKIVA_SCIM: { baseUrl: baseUrl + SCIM_BASE },
    WORKIVA_SCIM_TOKEN: workiva.settings.scimToken,
    WORKFORCE_OPTIMIZATION: { baseUrl },
    WORKFORCE_OPTIMIZATION_USER_ID: people[0].email,
    WORKFORCE_OPTIMIZATION_PASSWORD: passwords.get(people[0].id),
  };
}

const pair = (name, { clientId, clientSecret }) => ({
  [`${name}_CLIENT_ID`]: clientId,
  [`${name}_CLIENT_SECRET`]: clientSecret,
});
