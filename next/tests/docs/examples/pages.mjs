// What each example of README.md, pkg/README.md and docs/ needs to run, and what must come of it.
//
// `before` and `after` are put around the example in one script; `prints` are the lines of its output, as texts or
// patterns. Left out, they are what the example itself says in comments behind `console.log(…)`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vector } from "../../sandbox.mjs";

const run = promisify(execFile);
const rosterOf = (name) => readFile(vector(`rosters/${name}`), "utf8");

const ENV = "const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, CREATE_USER_PATH: createUser } = process.env;";
const PAL = `import { MyWorkpal } from "provisor";
${ENV}
const pal = new MyWorkpal({ baseUrl: process.env.SANDBOX, credentials: { clientId, clientSecret }, paths: { createUser } });`;
const SPAN = `import { WorkSpan } from "provisor";
const { SPAN_ID: clientId, SPAN_SECRET: clientSecret } = process.env;`;

const johns = ({ sandbox }) => sandbox.myworkpal.accountsOf("companydoe", "john@doe.com").length;
const hasJohn = (result) => assert.equal(johns(result), 1);

const tenLines = { check: hasJohn };

/** @type {Record<string, import("../examples.test.mjs").Example>} */
export const PAGES = {
  "README.md › A person in ten lines": tenLines,
  "pkg/README.md › provisor": tenLines,

  "docs/myworkpal.md › MyWorkpal": {
    before: `import { MyWorkpal } from "provisor";\n${ENV}\nconst updateEmployee = "/api/employee/fulldata/set/{systemId}";`,
    after: `const user = { email: "john@doe.com", subDomain: "companydoe", details: { employeeDetails: { jobTitle: "Lead" } } };
      console.log((await pal.provision(user)).status);`,
    prints: ["unchanged"],
    check: hasJohn,
  },
  "docs/workspan.md › WorkSpan": {
    before: SPAN,
    after: `console.log((await span.provision({ email: "ann@partner.example", givenName: "Ann", familyName: "Example" })).status);`,
    prints: ["unchanged"],
    check: ({ sandbox }) => {
      assert.equal(sandbox.workspan.usersOf("ann@partner.example").length, 1);
    },
  },
  "docs/workspan.md › The Application User": {
    before: 'import { WorkSpan } from "provisor";',
    after: "console.log(warnings.length > 0);",
    prints: [/^WorkSpan: Log in /, /Create Application User/, /Provisor.*ObjectReadWrite/, /secret/, /user id/, "true"],
  },
  "docs/workforce-optimization.md › Workforce Optimization": {
    before: `import { WorkforceOptimization } from "provisor";
      const { WFO_USER: userId, WFO_PASSWORD: password } = process.env;
      const newPassword = "Passw0rd-of-an-API-user!";`,
    after: "console.log(wfo.platform); await wfo.close();",
    prints: ["workforce-optimization"],
    check: ({ sandbox }) => {
      const of = (email) => sandbox["workforce-optimization"].peopleOf(email);
      assert.deepEqual([of("api.user@doe.com").length, of("lead@doe.com").length], [1, 1]);
      assert.equal(typeof of("lead@doe.com")[0].deactivated, "number");
    },
  },
  "docs/workiva.md › Workiva": {
    before: `import { Workiva } from "provisor";
      const { WORKIVA_ID: clientId, WORKIVA_SECRET: clientSecret } = process.env;`,
    after: `const { scope, warnings } = await workiva.connect(); console.log(scope, warnings.length);
      console.log((await workiva.plan({ email: "jane.roe@doe.example", givenName: "Jane", familyName: "Roe" })).changes.length);`,
    prints: ["organization:read organization:write 0", "0"],
    check: ({ sandbox: { workiva } }) => {
      const [jane] = workiva.usersOf("jane.roe@doe.example");
      const roles = workiva.organizationRoles.filter(({ id }) => workiva.roles.get(jane.id).has(id));
      assert.ok(roles.some(({ name }) => name === "Org User Admin"));
    },
  },
  "docs/workiva.md › The SCIM route": { prints: ['updated [{"kind":"add","field":"organizationRoles","value":"Org User Admin"}]'] },
  "docs/workiva.md › Rosters in CSV": {
    shape: (csv) => `import { roster, Workiva } from "provisor";
      const { users, problems } = roster.parse(${JSON.stringify(csv)}, { platform: "workiva" });
      const workiva = new Workiva({
        route: "platform",
        baseUrl: process.env.SANDBOX,
        credentials: { clientId: process.env.WORKIVA_ID, clientSecret: process.env.WORKIVA_SECRET },
        organization: "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
      });
      for await (const { status, changes } of workiva.provisionAll(users)) {
        console.log(problems.length, status, changes.map(({ kind, field, value }) => [kind, field, value].join(" ")).join());
      }`,
    // The other things she has already.
    prints: ["0 updated add organizationRoles Org User Admin,add organizationRoles Data Access Admin"],
  },

  "docs/node.md › Clients": {
    before: ENV,
    after: `console.log((await pal.provision({ email: "john@doe.com", company: "Company Doe" })).status);`,
    prints: ["created"],
    check: hasJohn,
  },
  "docs/node.md › Outcomes": {
    before: PAL,
    after: "console.log(status, typeof id, verified, JSON.stringify(changes), [pending, unverified, warnings].join(), error);",
    prints: [
      'created string true [{"kind":"create"}] ,, undefined',
    ],
  },
  "docs/node.md › Many people": {
    before: PAL,
    files: { "people.csv": "email,company\njohn@doe.com,Company Doe\nno address,Company Doe\njane.roe@doe.com,Company Doe\n" },
    prints: [/^row [24]: (john|jane\.roe)@doe\.com (created|unchanged) $/, /^row [24]: (john|jane\.roe)@doe\.com (created|unchanged) $/],
    check: async (result) => {
      hasJohn(result);
      assert.match(result.errors, /^row 3, email: .+\n/);
      assert.match(result.errors, /\r2 of 2 \{"[^}]+\}$/);
      assert.match(await readFile(join(result.folder, "people.journal"), "utf8"), /\n/);
    },
  },
  "docs/node.md › Two processes": {
    before: `import { MyWorkpal } from "provisor";\n${ENV}
      const store = { take: async (keys) => console.log("take", keys.join()), give: async (keys) => console.log("give", keys.join()) };`,
    after: `console.log((await pal.provision({ email: "john@doe.com", company: "Company Doe" })).status);`,
    prints: ["take john@doe.com", "give john@doe.com", "created"],
    check: hasJohn,
  },
  "docs/node.md › Removing many": {
    before: `import { readFile } from "node:fs/promises";\nimport { roster } from "provisor";\n${SPAN}
      const span = new WorkSpan({ baseUrl: process.env.SANDBOX, credentials: { clientId, clientSecret }, environment: "uat.workspan.com" });`,
    files: async () => {
      const people = JSON.parse(await rosterOf("workspan.json"));
      const more = Array.from({ length: 10 }, (_, n) => ({ email: `p${n}@partner.example`, givenName: "P", familyName: `${n}` }));
      const before = [...people, ...more];
      return { "last-month.json": JSON.stringify(before), "this-month.json": JSON.stringify(before.slice(1)) };
    },
    prints: ["jane.roe@partner.example deprovisioned"],
  },
  "docs/node.md › Rosters": {},
  "docs/node.md › Plans": {
    before: `import { readFile, writeFile } from "node:fs/promises";\n${PAL}`,
    after: "console.log(outcome.status, plan.omitted.join());",
    // As the page says below it.
    prints: [
      "create  ",
      "set details.personDetails.forenames John",
      "set details.personDetails.niNumber (masked)",
      "created details.personDetails.niNumber",
    ],
    check: async (result) => {
      hasJohn(result);
      assert.doesNotMatch(await readFile(join(result.folder, "plan.json"), "utf8"), /QQ123456C/);
    },
  },
  "docs/node.md › Plans (2)": {
    before: `${PAL}
      const users = ["john", "left.last.year"].map((name) => ({ email: \`\${name}@doe.com\`, company: "Company Doe" }));`,
    prints: ["john@doe.com created"],
    check: hasJohn,
  },
  "docs/node.md › Errors": {
    before: `${PAL}\nconst waitUntil = async (moment) => console.log(moment > Date.now());`,
    prepare: ({ faults }) => {
      faults.add({ match: { path: "/idp/connect/token" }, fault: { kind: "rate-limit", seconds: 3600 } });
    },
    prints: ["true"],
  },
  "docs/node.md › Events and logging": {
    before: `import { MyWorkpal } from "provisor";\n${ENV}`,
    after: `console.log((await pal.provision({ email: "john@doe.com", company: "Company Doe" })).status);`,
    prints: [
      "POST /idp/connect/token 200",
      "GET /api/admin/tenant/list/get 200",
      "GET /api/admin/users/list/get/all/companydoe 200",
      /^POST \S+ 200$/,
      "GET /api/admin/users/list/get/all/companydoe 200",
      "created",
    ],
    check: hasJohn,
  },

  "docs/odata.md › OData queries": { says: true },

  "docs/scim.md › Any SCIM 2.0 service": {
    prepare: ({ scim }) => assert.equal(scim.groupsNamed("Engineering").length, 1),
    check: ({ sandbox }) => assert.equal(sandbox.scim.usersOf("ann.example").length, 1),
  },
  "docs/scim.md › Builders": { says: true },

  "docs/own-host.md › A `fetch` of your own": {
    before: `import { MyWorkpal } from "provisor";\n${ENV}`,
    after: `console.log((await pal.provision({ email: "john@doe.com", company: "Company Doe" })).status);`,
    prints: [/^POST \/idp\/connect\/token 200$/, /^GET \S+ 200$/, /^GET \S+ 200$/, /^POST \S+ 200$/, /^GET \S+ 200$/, "created"],
    check: hasJohn,
  },
  "docs/own-host.md › Requests and answers as data": {
    before: PAL,
    after: `console.log(request.method, request.path, request.purpose, request.safety, Object.keys(request).join());
      console.log(count, results.length);`,
    // As its comment says.
    prints: [
      /^GET \/api\/admin\/tenant\/list\/get\?\$inlinecount=allpages&\$filter=\S+ find the tenant safe method,path,headers,purpose,safety$/,
      "0 0",
    ],
  },

  "docs/browser.md › The module": {
    after: "console.log(users[0].email, problems.length, query);",
    prints: ["john@doe.com 0 $filter=Name%20eq%20%27Company%20Doe%27"],
  },
  "docs/browser.md › Without a bundler": { page: true },
  "docs/browser.md › With a bundler": {
    serves: { "/assets/provisor.wasm": ["application/wasm", "provisor.wasm"] },
    after: `${ENV}
      const pal = new MyWorkpal({ baseUrl: process.env.SANDBOX, credentials: { clientId, clientSecret }, paths: { createUser } });
      console.log((await pal.provision({ email: "john@doe.com", company: "Company Doe" })).status);`,
    prints: ["created"],
    check: hasJohn,
  },

  "docs/edge.md › Workers": {
    worker: async ({ fetch, sandbox }) => {
      const ask = async (user) => {
        const answer = await fetch("https://worker.example/", { method: "POST", body: JSON.stringify(user) });
        return [answer.status, await answer.json()];
      };
      const [status, outcome] = await ask({ email: "john@doe.com", company: "Company Doe" });
      assert.deepEqual([status, outcome.status], [200, "created"]);
      hasJohn({ sandbox });
      const [refused, { code, message }] = await ask({ company: "Company Doe" });
      assert.deepEqual([refused, code], [502, "config_invalid"]);
      assert.match(message, /email/);
    },
  },
  "docs/edge.md › Workers (2)": {
    conditions: [],
    after: `export default {
      async fetch(request, env) {
        const pal = new MyWorkpal({
          baseUrl: env.BASE_URL,
          credentials: { clientId: env.CLIENT_ID, clientSecret: env.CLIENT_SECRET },
          paths: { createUser: env.CREATE_USER_PATH },
        });
        return Response.json(await pal.provision(await request.json()));
      },
    };`,
    worker: async ({ fetch, sandbox }) => {
      const body = JSON.stringify({ email: "john@doe.com", company: "Company Doe" });
      const answer = await fetch("https://worker.example/", { method: "POST", body });
      assert.equal((await answer.json()).status, "created");
      hasJohn({ sandbox });
    },
  },
};

/** Blocks that no script here runs: a reason for each, and what is checked instead. */
export const ELSEWHERE = {
  "README.md › Provisor": {
    reason: "commands of the repository itself: `demo` is a stage of `test`, and `test` is what runs this",
    check: ({ text }) => assert.deepEqual(text.match(/^\$ cargo xtask \w+/gm), ["$ cargo xtask demo", "$ cargo xtask test"]),
  },
  "docs/console.md › The console: provisioning from a web page": {
    reason: "it serves until it is stopped: tests/www/serve.test.mjs does that",
    check: ({ text }) => assert.equal(text, "$ cargo xtask serve\n"),
  },
  "docs/console.md › Serving it elsewhere": {
    reason: "it is a shell's, and builds into another folder here",
    check: async ({ text }) => {
      const folder = await mkdtemp(join(tmpdir(), "provisor-console-"));
      try {
        await hasBuild();
        const command = text.replace(/^\$ /, "").replace(" -w provisor-console", "").trim();
        const home = new URL("../../../www/console/", import.meta.url);
        await run("sh", ["-c", `${command} -- --outDir "${folder}"`], { cwd: home });
        const [worker] = /(?<=PROVISOR_WORKERS=")[^"]+/.exec(text);
        assert.ok((await readFile(join(folder, "_headers"), "utf8")).includes(`connect-src 'self' ${worker};`));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
  "docs/worker.md › Deploying": {
    reason: "it needs an account of Cloudflare's; what it names is looked up here",
    check: async ({ text }) => {
      assert.ok(text.includes("$ cargo xtask build ") && text.includes("$ npm run build -w provisor-console "));
      await hasBuild();
      const config = await readFile(new URL("../../../www/worker/wrangler.jsonc", import.meta.url), "utf8");
      const [secret] = /(?<=secret put )\w+/.exec(text);
      assert.match(config, new RegExp(`\\b${secret}\\b`));
    },
  },
};

/** `npm run build -w provisor-console` names something. */
async function hasBuild() {
  const text = await readFile(new URL("../../../www/console/package.json", import.meta.url), "utf8");
  const { name, scripts } = JSON.parse(text);
  assert.deepEqual([name, typeof scripts.build], ["provisor-console", "string"]);
}
