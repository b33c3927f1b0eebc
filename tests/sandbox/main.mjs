// Runs the sandbox on its own, until Ctrl-C: `node tests/sandbox/main.mjs [--port N] [--json] [--assume SWITCH=VALUE]...`;
// `--assumptions` lists the switches and ends.
import { parseArgs } from "node:util";
import { createSandbox, STAND_INS } from "./index.js";

/** Those that say themselves what to use. */
const OTHERS = Object.entries(STAND_INS).flatMap(([key, platform]) => ("facts" in platform ? [{ key, platform }] : []));

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    assume: { type: "string", multiple: true, default: [] },
    assumptions: { type: "boolean", default: false },
  },
});
const sandbox = started(values.assume);
if (values.assumptions) {
  const all = sandbox.assumptions.list();
  if (values.json) console.log(JSON.stringify(all));
  else for (const { name, values, about, tag, source } of all) console.log(`${name}=${values.join("|")}\n  ${about} [${tag}] ${source}`);
  process.exit(0);
}
const server = await sandbox.listen({ port: Number(values.port) });
const { clients, tenants, accounts, settings } = sandbox.myworkpal;
const [{ clientId, clientSecret }] = clients;

const facts = {
  url: server.url,
  myworkpal: {
    baseUrl: server.url,
    clientId,
    clientSecret,
    paths: { createUser: settings.createUserPath },
    tenants: tenants.map(({ id, name, subDomainName }) => ({ id, name, subDomainName })),
    accounts: accounts.map(({ id, tenant, emailAddress, isAccountClosed }) => ({
      id,
      tenant,
      emailAddress,
      isAccountClosed,
    })),
  },
  ...Object.fromEntries(OTHERS.map(({ key, platform }) => [key, platform.facts(sandbox[key], server.url)])),
};

if (values.json) {
  console.log(JSON.stringify(facts));
} else {
  console.log(`Sandbox on ${server.url}

MyWorkpal
  client id      ${clientId}
  client secret  ${clientSecret}
  create path    ${settings.createUserPath}   (invented: the platform's own is not public)
  tenants        ${facts.myworkpal.tenants.map(({ name, subDomainName }) => `${name} (${subDomainName})`).join("\n                 ")}
  accounts       ${facts.myworkpal.accounts.map((each) => `${each.emailAddress}${each.isAccountClosed ? " (closed)" : ""}`).join("\n                 ")}

${OTHERS.map(({ key, platform }) => `${platform.TITLE}\n${outline(facts[key])}`).join("\n\n")}

Faults, log and state: ${server.url}/__sandbox/   Stop: Ctrl-C`);
}

/** @param {string[]} given  each `switch=value` */
function started(given) {
  try {
    return createSandbox({ assume: Object.fromEntries(given.map((each) => each.split(/=(.*)/s, 2))) });
  } catch (error) {
    console.error(`--assume: ${error.message}`);
    process.exit(2);
  }
}

/** One line a fact; of a list, one line an item. */
function outline(value) {
  const lines = Object.entries(value).flatMap(([name, fact]) => {
    const shown = Array.isArray(fact) ? fact.map(inline) : [inline(fact)];
    return shown.map((text, n) => `  ${(n === 0 ? name : "").padEnd(13)}  ${text}`);
  });
  return lines.join("\n");
}

function inline(fact) {
  if (typeof fact !== "object" || fact === null) return String(fact);
  return Object.entries(fact)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${name} ${typeof each === "string" ? each : JSON.stringify(each)}`)
    .join(", ");
}

const stop = () => void server.close();
process.once("SIGINT", stop).once("SIGTERM", stop);
