// Bun, which takes Node's entry.
import { test } from "node:test";
import { ground } from "./kit/ground.mjs";
import { programOf } from "./kit/programs.mjs";
import { modulesIn, project } from "./kit/project.mjs";
import { report } from "./kit/report.mjs";
import { MODULE, printed, versionOf } from "./kit/script.mjs";

test("Bun", async (t) => {
  const bun = programOf("bun");
  const { url, checkAccounts } = await ground(t);
  const folder = await project(t, { type: "module" }, { "main.js": MODULE });
  const { version, major } = await versionOf(folder, bun);
  const results = await printed(folder, bun, ["main.js", url]);
  await report(results, await modulesIn(folder), { runtime: `Bun ${major}`, version, imported: "`import`" });
  checkAccounts(true);
});
