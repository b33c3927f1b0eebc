// Runs the sandbox on its own: `node tests/sandbox/main.mjs [--port N] [--json]`, until Ctrl-C.
import { parseArgs } from "node:util";
import { createSandbox } from "./index.js";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, json: { type: "boolean", default: false } },
});
const sandbox = createSandbox();
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

Faults, log and state: ${server.url}/__sandbox/   Stop: Ctrl-C`);
}

const stop = () => void server.close();
process.once("SIGINT", stop).once("SIGTERM", stop);
