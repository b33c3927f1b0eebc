// Node: this machine's own, 22 and the newest, each with ES modules and with CommonJS.
import { after, before, describe, test } from "node:test";
import { ground } from "./kit/ground.mjs";
import { programOf } from "./kit/programs.mjs";
import { modulesIn, project } from "./kit/project.mjs";
import { report } from "./kit/report.mjs";
import { COMMON_JS, MODULE, printed, SLIM, versionOf } from "./kit/script.mjs";

const ALL = ["own", "node22", "node26"];
const KINDS = [
  { imported: "`import`", type: "module", script: MODULE, nodes: ALL },
  { imported: "`require`", type: "commonjs", script: COMMON_JS, nodes: ALL },
  { imported: "`provisor/slim`, bytes", type: "module", script: SLIM, nodes: ["node26"] },
];

for (const { imported, type, script, nodes } of KINDS) {
  describe(imported, { concurrency: 3 }, () => {
    let folder;
    let leave = () => {};
    // One project for all of them; hooks of a hook would run at once.
    before(async () => (folder = await project({ after: (work) => (leave = work) }, { type }, { "main.js": script })));
    after(() => leave());

    for (const name of nodes) {
      test(`Node: ${name}`, async (t) => {
        const node = name === "own" ? process.execPath : programOf(name);
        const { url, checkAccounts } = await ground(t);
        const { version, major } = await versionOf(folder, node);
        const results = await printed(folder, node, ["main.js", url]);
        await report(results, await modulesIn(folder), { runtime: `Node ${major}`, version, imported });
        checkAccounts(type === "module");
      });
    }
  });
}
