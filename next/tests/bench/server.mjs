// A platform in a process of its own, so that its work is not counted: the sandbox, or what answers faster.
import { light } from "./light.mjs";
import { createSandbox, SCIM_BASE } from "./sandbox.mjs";

/** Lists as long as the vendors' own pages, so that calls are counted as they would be there. */
const SEED = { workiva: { settings: { pageSize: 1000 } } };

const { platform, latencyMs = 0, strict = false } = JSON.parse(process.argv[2]);
const { url, facts, counts } = strict ? await sandbox() : await light(platform, latencyMs);
process.on("message", () => process.send(counts()));
process.on("disconnect", () => process.exit());
process.send({ baseUrl: url, ...facts });

async function sandbox() {
  const sandbox = createSandbox({ platforms: [platform], seed: SEED });
  if (latencyMs > 0) sandbox.faults.add({ times: "always", fault: { kind: "latency", ms: latencyMs } });
  const { url } = await sandbox.listen();
  const state = sandbox[platform];
  const accounts = () => state.accounts ?? state.users ?? state.people;
  const before = accounts().length;
  const counts = () => ({ requests: sandbox.log.length, accounts: accounts().length - before });
  return { url, facts: factsOf(state, url), counts };
}

/** What a client has to be given. */
function factsOf({ clients, settings, people, passwords }, baseUrl) {
  if (people) return { credentials: { userId: people[0].email, password: passwords.get(people[0].id) } };
  const [{ clientId, clientSecret }] = clients;
  const { createUserPath, organization, scimToken } = settings;
  const scim = scimToken && { baseUrl: baseUrl + SCIM_BASE, bearerToken: scimToken };
  return { credentials: { clientId, clientSecret }, createUserPath, organization, scim };
}
