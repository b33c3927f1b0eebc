// The examples of pages and Workers, run as they stand: the packed package is installed into an empty project.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createSandbox } from "../../sandbox/index.js";

const run = promisify(execFile);
const page = async (path) => readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
/** The examples of a page, in order. */
const examples = async (path) => [...(await page(path)).matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);

let project;
before(async () => {
  project = await mkdtemp(join(tmpdir(), "provisor-docs-"));
  await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", process.env.PROVISOR_TARBALL], { cwd: project });
});
after(() => rm(project, { recursive: true, force: true }));

/** Imports an example, with something added. */
async function load(name, code) {
  const file = join(project, name);
  await writeFile(file, code);
  return import(pathToFileURL(file).href);
}

test("the package shows the README's ten lines", async () => {
  assert.deepEqual(await examples("pkg/README.md"), (await examples("README.md")).slice(0, 1));
});

test("the Worker provisions a person, and answers with the error's code", async (t) => {
  const [worker] = await examples("docs/edge.md");
  const { default: handler } = await load("worker.js", worker);
  const sandbox = createSandbox({ platforms: ["myworkpal"] });
  const { url, close } = await sandbox.listen();
  t.after(close);
  const { clients, settings } = sandbox.myworkpal;
  const env = {
    BASE_URL: url,
    CLIENT_ID: clients[0].clientId,
    CLIENT_SECRET: clients[0].clientSecret,
    CREATE_USER_PATH: settings.createUserPath,
  };
  const call = (env) =>
    handler.fetch(
      new Request("https://worker.test/", {
        method: "POST",
        body: JSON.stringify({ email: "john@doe.com", company: "Company Doe" }),
      }),
      env,
    );
  const { status, verified } = await (await call(env)).json();
  assert.deepEqual([status, verified], ["created", true]);
  const refused = await call({ ...env, CLIENT_SECRET: "wrong" });
  assert.deepEqual([refused.status, (await refused.json()).code], [502, "auth_rejected"]);
});

test("the page's builders work after init, and slim with a module of one's own", async (t) => {
  const [builders, own] = await examples("docs/browser.md");
  const { users, problems, query } = await load("builders.js", `${builders}\nexport { users, problems, query };`);
  assert.deepEqual([users, problems], [[{ email: "john@doe.com", company: "Company Doe" }], []]);
  assert.match(query, /^\$filter=/);

  const { fetch } = globalThis;
  t.after(() => (globalThis.fetch = fetch));
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return new Response(await readFile(join(project, "node_modules/provisor/dist/provisor.wasm")));
  };
  const { MyWorkpal } = await load("own.js", `${own}\nexport { MyWorkpal };`);
  assert.deepEqual(asked, ["/assets/provisor.wasm"]);
  assert.throws(() => new MyWorkpal({}), { name: "ProvisorError", message: /baseUrl/ }, "the module has looked at it");
});
