// What is refused, how it is said, and that nothing is sent: calls, configurations, secrets, rosters.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stage } from "./kit/stage.mjs";

const ANN = ["--email", "ann@partner.example", "--given-name", "Ann", "--family-name", "Example"];

/** Runs a call that must be refused, and gives what it said. */
async function refused(scene, args, how) {
  const { code, stdout, stderr } = await scene.run(args, how);
  assert.equal(code, 2, stdout + stderr);
  assert.equal(stdout, "");
  assert.equal(scene.sandbox.log.length, 0, "nothing is sent");
  assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
  return stderr;
}

describe("calls", () => {
  const CALLS = [
    [["provison"], /unknown command 'provison'\n\(Did you mean provision\?\)/],
    [["provision", "--rooster", "x"], /unknown option '--rooster'/],
    [["provision"], /^error: nobody is named\n  what to do: give --roster FILE/],
    [["provision", ...ANN, "--roster", "x.csv"], /--roster and single fields do not go together/],
    [["provision", ...ANN, "--concurrency", "0"], /--concurrency takes a whole number from 1 to 64/],
    [["provision", ...ANN, "--if-exists", "replace"], /Allowed choices are update, leave, fail/],
    [["provision", ...ANN, "--set", "department"], /--set: the "=" is missing/],
    [
      ["provision", ...ANN, "--set", "shoeSize=42"],
      /has columns that are not known: "shoeSize"\n  what to do: the columns are: email, givenName[^;]*\n$/,
    ],
    [["provision", "--email", "ann"], /the person: email: has no @/],
    [["provision", "--user", "{"], /--user: is not JSON/],
    [["provision", "--user", "[]"], /--user: is not one person/],
    [["provision", "--roster", "absent.csv"], /absent\.csv: there is no such file/],
    [
      ["provision", ...ANN, "--journal", "no/such/folder/x"],
      /--journal no\/such\/folder\/x: cannot be written \(ENOENT\)/,
    ],
    [["provision", ...ANN, "--retry", "most"], /Allowed choices are failed, unknown, none, all/],
    [
      ["provision", ...ANN, "--config", "absent.json"],
      /there is no configuration absent\.json\n  what to do: write one with/,
    ],
    [["provision", ...ANN, "--platform", "workiva"], /is for workspan, not for workiva/],
    [["provision", ...ANN, "--profile", "live"], /there is no profile "live"/],
    [["provision", ...ANN, "--env", "absent.env"], /--env absent\.env: cannot be read \(ENOENT\)/],
    [["deprovision", ...ANN], /there is no terminal to ask at .*\n  what to do: add --yes/],
    [["deprovision", ...ANN, "--limit", "most", "--yes"], /neither a number of people, such as 25, nor a share/],
    [["request", "createUsers"], /workspan has no request "createUsers"\n  what to do: there are: listReports, /],
    [["request", "createUser", "--input", "{}"], /createUser\.user is missing/],
    [["roster", "check", "absent.csv"], /absent\.csv: there is no such file/],
    [["config", "--template", "facebook"], /Allowed choices are myworkpal, workspan, workiva, workforce-optimization/],
    [["config", "--template", "workspan", "--route", "scim"], /--route: only workiva has one/],
  ];
  for (const [args, said] of CALLS) {
    test(args.join(" "), async (t) => assert.match(await refused(await stage(t), args), said));
  }

  test("with --json an error is a line too", async (t) => {
    const { run } = await stage(t);
    const { code, lines } = await run(["provision", "--json", "--roster", "absent.csv"]);
    assert.equal(code, 2);
    const [{ type, code: kind, message, hint }] = lines();
    assert.deepEqual(
      [type, kind, message, typeof hint],
      ["error", "usage", "absent.csv: there is no such file", "string"],
    );
  });
});

describe("calls that are misspelt", () => {
  test("with --json they are a line too", async (t) => {
    const { run } = await stage(t);
    const { code, lines } = await run(["provision", "--json", "--rooster", "x"]);
    assert.deepEqual(
      [code, lines()],
      [2, [{ type: "error", code: "usage", message: "unknown option '--rooster' (Did you mean --roster?)" }]],
    );
  });
});

describe("configurations", () => {
  const FILES = [
    ["", /is empty/],
    ["{", /is not JSON: .* at line 1, column 2/],
    [{}, /platform: is missing; give one of: myworkpal/],
    [[], /: the file: /],
    [{ platform: "facebook", options: {} }, /platform: give one of: myworkpal, workspan/],
    [{ platform: "workspan" }, /options: is missing/],
    [{ platform: "workspan", options: { timeoutMs: 1 } }, /options\.baseUrl: is missing/],
    [
      { platform: "workspan", options: { baseUrl: "https://x.example", timeOut: 1 } },
      /options\.timeOut: there is no such setting/,
    ],
    [
      { platform: "workspan", options: { baseUrl: "https://x.example", concurrency: "4" } },
      /options\.concurrency: expected number, received string/,
    ],
    [
      { platform: "workspan", options: { baseUrl: "https://x.example", concurrency: 900 } },
      /concurrency must be from 1 to 64, not 900/,
    ],
    [{ platform: "workspan", options: { baseUrl: "http://x.example" } }, /baseUrl must begin with https/],
    [
      { platform: "workiva", options: { baseUrl: "https://x.example" } },
      /options\.route: is missing; give "platform" or "scim"/,
    ],
    [
      {
        platform: "workspan",
        options: { baseUrl: "https://x.example" },
        credentials: { clientSecret: { env: "A B" } },
      },
      /credentials\.clientSecret\.env: is not the name/,
    ],
    [{ profiles: {} }, /profiles: there is none/],
    [{ profiles: { a: { platform: "workspan", options: {} } } }, /profiles\.a\.options\.baseUrl: is missing/],
  ];
  for (const [file, said] of FILES) {
    test(`${JSON.stringify(file)} is ${said}`, async (t) => {
      const scene = await stage(t);
      await scene.write("provisor.config.json", file);
      assert.match(await refused(scene, ["provision", ...ANN]), said);
    });
  }
});

describe("secrets", () => {
  const SECRET = "CANARY-hunter2";
  const base = { platform: "workspan", options: { baseUrl: "https://x.example" } };
  const FILES = [
    ["credentials.clientSecret", { ...base, credentials: { clientSecret: SECRET } }],
    ["options.subscriptionKey", { ...base, options: { ...base.options, subscriptionKey: SECRET } }],
    ["options.clientSecret", { ...base, options: { ...base.options, clientSecret: SECRET } }],
    ["password", { ...base, password: SECRET }],
    ["options.headers.Authorization", { ...base, options: { ...base.options, headers: { Authorization: SECRET } } }],
    ["options.headers.X-Api-Key", { ...base, options: { ...base.options, headers: { "X-Api-Key": SECRET } } }],
    [
      "options.scim.bearerToken",
      { platform: "workiva", options: { route: "scim", scim: { baseUrl: "https://x.example", bearerToken: SECRET } } },
    ],
    [
      "profiles.a.credentials.password",
      {
        profiles: {
          a: {
            platform: "workforce-optimization",
            options: { baseUrl: "https://x.example" },
            credentials: { password: SECRET },
          },
        },
      },
    ],
  ];
  for (const [place, file] of FILES) {
    test(`${place} in the file is refused, and not shown`, async (t) => {
      const scene = await stage(t);
      await scene.write("input-config.json", file);
      const said = await refused(scene, ["connect", "--config", "input-config.json"]);
      assert.ok(said.includes(`input-config.json: ${place}: a secret must not stand in the file`), said);
      assert.match(said, /what to do: put it into an environment variable and write \{ "env": "PROVISOR_\w+" \}/);
    });
  }

  test("a damaged file is not quoted", async (t) => {
    const scene = await stage(t);
    await scene.write("input-config.json", `{"credentials": {"clientSecret": "${SECRET}" "x"}}`);
    assert.match(
      await refused(scene, ["connect", "--config", "input-config.json"]),
      /is not JSON: comma expected at line 1, column \d+/,
    );
  });

  test("a variable that is not set is named with its setting", async (t) => {
    const scene = await stage(t);
    const said = await refused(scene, ["connect"], { more: { PROVISOR_CLIENT_SECRET: "" } });
    assert.match(said, /not set in the environment: PROVISOR_CLIENT_SECRET \(credentials\.clientSecret\)/);
  });

  test("variables can come from a file, and the configuration can name others", async (t) => {
    const { run, write, config, env } = await stage(t);
    await write("provisor.config.json", {
      ...config,
      credentials: { clientId: { env: "OUR_ID" }, clientSecret: { env: "OUR_SECRET" } },
    });
    await write("input-secrets.env", `OUR_ID=${env.PROVISOR_CLIENT_ID}\nOUR_SECRET='${env.PROVISOR_CLIENT_SECRET}'\n`);
    const { code, stderr } = await run(["connect", "--env", "input-secrets.env"]);
    assert.equal(code, 0, stderr);
  });

  test("profiles have variables of their own", async (t) => {
    const { run, write, config, env, sandbox } = await stage(t);
    const profiles = { test: config, "live-eu": config };
    await write("provisor.config.json", { profiles });
    const none = await run(["connect"]);
    assert.match(
      none.stderr,
      /holds several profiles\n  what to do: choose one with --profile NAME; there are: test, live-eu/,
    );
    const bare = await run(["connect", "--profile", "live-eu"]);
    assert.equal(bare.code, 2);
    assert.match(bare.stderr, /PROVISOR_LIVE_EU_CLIENT_ID \(credentials\.clientId\)/);
    assert.equal(sandbox.log.length, 0);
    const more = {
      PROVISOR_LIVE_EU_CLIENT_ID: env.PROVISOR_CLIENT_ID,
      PROVISOR_LIVE_EU_CLIENT_SECRET: env.PROVISOR_CLIENT_SECRET,
    };
    const { code, stderr } = await run(["connect", "--profile", "live-eu"], { more });
    assert.equal(code, 0, stderr);
  });

  test("`config check` says which variables are set, and shows none", async (t) => {
    const { run } = await stage(t);
    const all = await run(["config", "check"]);
    assert.equal(all.code, 0);
    assert.match(all.stdout, /PROVISOR_CLIENT_SECRET +set +credentials\.clientSecret/);
    const lacking = await run(["config", "check"], { more: { PROVISOR_CLIENT_ID: "" } });
    assert.equal(lacking.code, 2);
    assert.match(lacking.stdout, /PROVISOR_CLIENT_ID +NOT SET/);
  });

  test("a person's password is not taken from a command line", async (t) => {
    const scene = await stage(t, "workforce-optimization");
    const set = ["--user-name", "new@wfo.example", "--first-name", "Ann", "--last-name", "Example", "--set", "preset=apiUser"];
    const said = await refused(scene, ["provision", ...set, "--set", "password=abc"]);
    assert.match(said, /password: must not stand on a command line\n  what to do: set PROVISOR_NEW_PASSWORD/);
    const passwordOf = (name) => scene.state.passwords.get(scene.state.people.find(({ email }) => email === name).id);
    const { code, stdout, stderr } = await scene.run(["provision", ...set], {
      more: { PROVISOR_NEW_PASSWORD: "CANARY-Passw0rd-new" },
    });
    assert.equal(code, 0, stdout + stderr);
    assert.equal(passwordOf("new@wfo.example"), "CANARY-Passw0rd-new");
    await scene.write("input-secrets.env", "PROVISOR_NEW_PASSWORD=CANARY-Passw0rd-file\n");
    const another = set.with(1, "another@wfo.example");
    const filed = await scene.run(["provision", ...another, "--env", "input-secrets.env"]);
    assert.equal(filed.code, 0, filed.stdout + filed.stderr);
    assert.equal(passwordOf("another@wfo.example"), "CANARY-Passw0rd-file");
  });

  test("refused credentials are an error of the run, not of the call", async (t) => {
    const { run, sandbox } = await stage(t);
    const { code, stderr } = await run(["provision", ...ANN], { more: { PROVISOR_CLIENT_SECRET: "CANARY-wrong" } });
    assert.equal(code, 1);
    assert.match(stderr, /^error: /);
    assert.ok(sandbox.log.length > 0);
  });
});

describe("rosters", () => {
  test("problems are shown by row and column, and nothing is sent", async (t) => {
    const scene = await stage(t);
    await scene.write(
      "people.csv",
      "email,givenName,familyName\nann,Ann,Example\nbo@x.example,Bo,\ncy@x.example,Cy,Example\n",
    );
    const said = await refused(scene, ["provision", "--roster", "people.csv"]);
    assert.match(
      said,
      /^row +column +problem\n2 +email +has no @ .*\n3 +familyName +is missing\nerror: people\.csv: 2 rows have problems; nothing was sent\n/,
    );
    const check = await scene.run(["roster", "check", "people.csv"]);
    assert.equal(check.code, 2);
    assert.match(check.stdout, /people\.csv: one person for workspan; 2 rows have problems\n$/);
    const lines = (await scene.run(["roster", "check", "people.csv", "--json"])).lines();
    assert.deepEqual(
      lines.map(({ type, row, column }) => [type, row, column]),
      [
        ["problem", 2, "email"],
        ["problem", 3, "familyName"],
        ["summary", undefined, undefined],
      ],
    );

    const skipped = await scene.run(["provision", "--roster", "people.csv", "--skip-problems", "--json"]);
    assert.equal(skipped.code, 1, "rows left out are not done");
    assert.deepEqual(skipped.lines().at(-1).counts, { created: 1 });
    const planned = await scene.run(["plan", "--roster", "people.csv", "--skip-problems", "--json"]);
    for (const [run, type] of [
      [skipped, "outcome"],
      [planned, "plan"],
    ]) {
      const told = run.lines().filter((line) => line.type === type);
      assert.deepEqual(
        told.map(({ row, subject }) => [row, subject]),
        [[4, "cy@x.example"]],
      );
    }
  });

  const FILES = [
    [
      Buffer.from("email,givenName,familyName\nj\xfcrgen@x.example,J\xfcrgen,X\n", "latin1"),
      /is not in UTF-8\n  what to do: in the spreadsheet, save as/,
    ],
    ["email,givenName,familyName\n", /there is nobody on it/],
    ["", /is empty/],
    ["shoe size\n", /has columns that are not known: "shoe size"\n  what to do: the columns are: email/],
    ["given name\n", /has no column email\n  what to do: add it\n/],
    ['[{"email": ', /is not a JSON list of users/],
  ];
  for (const [content, said] of FILES) {
    test(`one that ${said}`, async (t) => {
      const scene = await stage(t);
      const input = content;
      assert.match(await refused(scene, ["provision", "--roster", "-"], { input }), said);
    });
  }

  for (const platform of ["myworkpal", "workspan", "workiva", "workforce-optimization"]) {
    test(`the template for ${platform} is a roster without problems`, async (t) => {
      const { run, file } = await stage(t);
      const { stdout } = await run(["roster", "--template", platform]);
      assert.equal(stdout.trimEnd().split("\n").length, 2);
      const { code, stdout: said } = await run(["roster", "check", "-", "--platform", platform], { input: stdout });
      assert.deepEqual([code, said], [0, `standard input: one person for ${platform}, no problem\n`], file("x"));
    });
    test(`the configuration for ${platform} is well-formed`, async (t) => {
      const { run, write } = await stage(t);
      const set = Object.fromEntries(
        ["CLIENT_ID", "CLIENT_SECRET", "USER_ID", "PASSWORD", "BEARER_TOKEN"].map((name) => [
          `PROVISOR_${name}`,
          "set",
        ]),
      );
      for (const route of platform === "workiva"
        ? [
            ["--route", "platform"],
            ["--route", "scim"],
          ]
        : [[]]) {
        await write("written.json", (await run(["config", "--template", platform, ...route])).stdout);
        const { code, stderr } = await run(["config", "check", "written.json"], { more: set });
        assert.equal(code, 0, stderr);
      }
    });
  }
});

describe("taking people off", () => {
  const roster = ["jane.roe", "moved.on"].map((name) => ({
    email: `${name}@partner.example`,
    givenName: "A",
    familyName: "B",
  }));

  test("a roster beyond the limit is refused before anything is sent", async (t) => {
    const scene = await stage(t);
    await scene.write("leavers.json", roster);
    assert.match(
      await refused(scene, ["deprovision", "--roster", "leavers.json", "--yes"]),
      /--limit is a share \(10%\), and --among is not given\n  what to do: say of how many .* --among 1250; or give --limit as a number/,
    );
    assert.match(
      await refused(scene, ["deprovision", "--roster", "leavers.json", "--yes", "--among", "10"]),
      /2 people are to be removed, and the limit permits 1\n  what to do: .*; --limit permits more/,
    );
  });

  test("within it, it is done", async (t) => {
    const { run, write, state } = await stage(t);
    await write("leavers.json", roster);
    const { code, lines } = await run([
      "deprovision",
      "--roster",
      "leavers.json",
      "--yes",
      "--limit",
      "50%",
      "--among",
      "4",
      "--json",
    ]);
    assert.equal(code, 0);
    assert.deepEqual(lines().at(-1).counts, { deprovisioned: 2 });
    assert.equal(
      state.users.filter(({ userName, active }) => /jane\.roe|moved\.on/i.test(userName) && !active).length,
      2,
    );
  });
});
