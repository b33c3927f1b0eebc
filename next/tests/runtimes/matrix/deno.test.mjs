// Deno: with the permission to reach the platform, and no other; and without it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ground } from "./kit/ground.mjs";
import { programOf } from "./kit/programs.mjs";
import { modulesIn, project } from "./kit/project.mjs";
import { report } from "./kit/report.mjs";
import { MODULE, printed, versionOf } from "./kit/script.mjs";

const DENIED = `import { MyWorkpal } from "provisor";

const credentials = { clientId: "id", clientSecret: "secret" };
const pal = new MyWorkpal({ baseUrl: process.argv[2], credentials, maxRetries: 0 });
const { name, code, message } = await pal.connect().catch((error) => error);
console.log(JSON.stringify({ name, code, message }));
`;

test("Deno", async (t) => {
  const deno = programOf("deno");
  const { url, checkAccounts } = await ground(t);
  const folder = await project(t, { type: "module" }, { "main.js": MODULE, "denied.js": DENIED });
  const { version, major } = await versionOf(folder, deno);
  const { host } = new URL(url);
  const results = await printed(folder, deno, ["run", "--no-prompt", `--allow-net=${host}`, "main.js", url]);
  checkAccounts(true);

  const denied = await printed(folder, deno, ["run", "--no-prompt", "denied.js", url]);
  assert.deepEqual([denied.name, denied.code], ["ProvisorError", "network"]);
  assert.ok(denied.message.includes("--allow-net"), denied.message);

  const also = ["no permission but `--allow-net`", "an error that names it where it is missing"];
  const row = { runtime: `Deno ${major}`, version, imported: "`import`", also };
  await report(results, await modulesIn(folder), row);
});
