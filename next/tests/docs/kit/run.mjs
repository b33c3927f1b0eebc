// Runs one example for real: with the packed package, in a process and a folder of its own, against a sandbox by HTTP.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { createSandbox, SCIM_BASE, SCIM_PROVIDER } from "../../sandbox.mjs";

const run = promisify(execFile);
const PACKAGE = dirname(fileURLToPath(import.meta.resolve("provisor/package.json")));

/** The addresses that the pages show; the sandbox stands in for all of them. */
const ADDRESSES = /https:\/\/(webapi\.myworkpal\.co\.uk|api-sandbox\.workspan\.com|uk\.calabriocloud\.com|api\.app\.wdesk\.com)(?=")/g;

/** @param {import("node:test").TestContext} t */
export async function platforms(t) {
  const sandbox = createSandbox();
  const { url, close } = await sandbox.listen();
  t.after(close);
  const [{ clientId, clientSecret }] = sandbox.myworkpal.clients;
  const span = sandbox.workspan.clients.find(({ environment }) => environment === "uat.workspan.com");
  const [admin] = sandbox["workforce-optimization"].people;
  const [workiva] = sandbox.workiva.clients;
  const env = {
    SANDBOX: url,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    CREATE_USER_PATH: sandbox.myworkpal.settings.createUserPath,
    SPAN_ID: span.clientId,
    SPAN_SECRET: span.clientSecret,
    WFO_USER: admin.email,
    WFO_PASSWORD: sandbox["workforce-optimization"].passwords.get(admin.id),
    WORKIVA_ID: workiva.clientId,
    WORKIVA_SECRET: workiva.clientSecret,
    WORKIVA_SCIM_URL: url + SCIM_BASE,
    WORKIVA_SCIM_TOKEN: sandbox.workiva.settings.scimToken,
    SCIM_URL: url + SCIM_PROVIDER,
    SCIM_TOKEN: sandbox.scim.settings.bearerToken,
  };
  return { sandbox, url, env };
}

/** An empty folder in which `provisor` is the packed package. */
export async function project(t, files = {}) {
  const folder = await mkdtemp(join(tmpdir(), "provisor-docs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "node_modules"));
  await symlink(PACKAGE, join(folder, "node_modules/provisor"), "junction");
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** The example with the sandbox's address in the place of the platforms' own. */
export const addressed = (text, url) => text.replace(ADDRESSES, url);

/**
 * Runs the example as a script of Node.
 * @returns {Promise<{ lines: string[], folder: string, sandbox: any }>} what it printed, where it ran, and what it left
 */
export async function runInNode(t, { text, language }, { before = "", after = "", shape = (code) => code, files, prepare }) {
  const { sandbox, url, env } = await platforms(t);
  prepare?.(sandbox);
  const folder = await project(t, files);
  const code = `${before}\n${shape(addressed(text, url))}\n${after}\n`;
  await writeFile(join(folder, "example.js"), language === "ts" ? await withoutTypes(code) : code);
  const options = { cwd: folder, env: { ...process.env, ...env }, timeout: 60_000 };
  const { stdout, stderr } = await run(process.execPath, ["example.js"], options).catch((error) => {
    throw new Error(`it does not run:\n${error.stderr || error.message}\n${code}`);
  });
  return { lines: stdout.split("\n").slice(0, -1), errors: stderr, folder, sandbox };
}

async function withoutTypes(code) {
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  return (await transform(code, { loader: "ts", target: "esnext", tsconfigRaw })).code;
}

/** Serves files by name on a port of their own. */
export async function serve(t, files) {
  const server = createServer((request, response) => {
    const [type, content] = files[request.url] ?? ["text/plain", undefined];
    response.writeHead(content === undefined ? 404 : 200, { "content-type": type }).end(content);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => new Promise((done) => server.close(done).closeAllConnections()));
  return `http://127.0.0.1:${server.address().port}`;
}
