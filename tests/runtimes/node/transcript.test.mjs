// Transcripts over HTTP, with the packed package: handed over once however a call ends, silent about secrets and
// strangers, and gone through again without a network.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { MyWorkpal, replay } from "provisor";
import { all, CREATE, failing, JANE, JOHN, scene, TENANTS } from "./kit/scene.mjs";
import { PERSONAL } from "./kit/witness.mjs";

const { niNumber, salary } = PERSONAL;
const JOHN_WITH_DETAILS = { ...JOHN, details: { personDetails: { niNumber }, employeeDetails: { jobTitle: "Lead", salary } } };
const lines = (text) => text.trimEnd().split("\n").map((line) => JSON.parse(line));

/** Keeps the transcripts that calls with these options hand over, and looks at them as at all else. */
function keeper(s) {
  const texts = [];
  return { texts, options: { transcript: (text) => texts.push(s.witness.see(text)) } };
}

test("every verb hands one over, and each replays to the same end", async (t) => {
  const s = await scene(t);
  const pal = s.client();
  const kept = keeper(s);
  const calls = [
    ["connect", () => pal.connect(kept.options)],
    ["plan", () => pal.plan(JOHN_WITH_DETAILS, kept.options)],
    ["provision", () => pal.provision(JOHN_WITH_DETAILS, kept.options), "created"],
    ["provision", () => pal.provision(JANE, kept.options), "unchanged"],
    ["provisionAll", () => all(pal.provisionAll([JOHN, JANE, { email: "x" }], kept.options))],
    ["deprovision", () => pal.deprovision(JOHN, kept.options), "failed"],
  ];
  for (const [verb, call, status] of calls) {
    s.sent();
    const value = await call();
    const sent = s.sent();
    assert.equal(kept.texts.length, 1, verb);
    const [text] = kept.texts.splice(0);
    const again = await replay(text);
    assert.deepEqual([again.platform, again.verb], ["myworkpal", verb]);
    const replayed = again.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    assert.deepEqual(replayed, sent, verb);
    if (status) assert.deepEqual([value.status, again.outcomes[0].status], [status, status]);
    if (verb === "provisionAll") {
      const statuses = (outcomes) => outcomes.map((outcome) => [outcome.row, outcome.status]).sort();
      assert.deepEqual(statuses(again.outcomes), statuses(value));
    }
    if (verb === "plan") assert.deepEqual(again.result.actions, value.actions);
    const [start] = lines(text);
    assert.equal(start.doubt, undefined, verb);
    assert.equal(start.options.credentials.clientSecret, "masked-clientSecret");
  }
  const plan = await pal.plan(JANE);
  await pal.apply(plan, kept.options);
  assert.equal((await replay(kept.texts[0])).outcomes[0].status, "unchanged");
});

test("one is handed over after an error, an abort, and when somebody leaves the loop", async (t) => {
  const s = await scene(t);
  const pal = s.client({ maxRetries: 1, maxWaitMs: 2_000 });
  const kept = keeper(s);
  const leave = new AbortController();
  s.traffic.onRequest = async ({ target }) => target.startsWith(TENANTS) && leave.abort();
  await failing("aborted", pal.provision(JOHN, { ...kept.options, signal: leave.signal }));
  assert.equal((await replay(kept.texts[0])).error.code, "aborted");

  s.traffic.onRequest = async () => {};
  const wrong = s.client({ credentials: { clientId: "nobody", clientSecret: "wrong-secret-0123456789" } });
  await failing("auth_rejected", wrong.connect(kept.options));
  assert.equal((await replay(kept.texts[1])).error.code, "auth_rejected");
  assert.ok(!kept.texts[1].includes("wrong-secret"));

  for await (const outcome of pal.provisionAll([JANE, JOHN], { ...kept.options, concurrency: 1 })) {
    assert.ok(outcome);
    break;
  }
  assert.equal(kept.texts.length, 3);
  await replay(kept.texts[2]);

  // What the caller's own function throws hides nothing.
  const fails = () => assert.fail("thrown by the caller");
  assert.equal((await pal.provision(JANE, { transcript: fails })).status, "unchanged");
});

test("a call that shares another one's session replays alone", async (t) => {
  const s = await scene(t);
  const pal = s.client();
  const kept = keeper(s);
  await Promise.all([pal.provision(JOHN, kept.options), pal.provision(JANE, kept.options), pal.connect(kept.options)]);
  const replays = await Promise.all(kept.texts.map((text) => replay(text)));
  const tokens = replays.flatMap(({ requests }) => requests).filter(({ url }) => url.endsWith("/token"));
  assert.equal(tokens.length, 1, "one of them took the token");
});

test("a host of one's own asks for it at any time", async (t) => {
  const s = await scene(t);
  const pal = s.client();
  const run = pal.start(JOHN, { transcript: true });
  const first = run.next(Date.now());
  assert.equal((await replay(run.transcript())).requests.length, 1);
  run.fail(first.id, { kind: "aborted" });
  await failing("aborted", async () => run.next(Date.now()));
  assert.equal((await replay(run.transcript())).error.code, "aborted");
  await failing("config_invalid", async () => pal.start(JOHN).transcript());
});

test("what is wrong is said", async (t) => {
  const s = await scene(t);
  const pal = s.client();
  const kept = keeper(s);
  await pal.provision(JOHN, kept.options);
  const [text] = kept.texts;
  const swapped = text.replace(CREATE.slice(-6), "kreate");
  const error = await failing("stale_journal", replay(swapped));
  assert.match(error.message, /cannot be replayed/);
  for (const bad of ["", "no transcript", text.slice(0, -20), text.split("\n").slice(0, 3).join("\n")]) {
    await failing("stale_journal", replay(bad));
  }
  await failing("config_invalid", replay(7));
  for (const transcript of [true, "file", {}]) await failing("config_invalid", pal.provision(JOHN, { transcript }));
  await failing("config_invalid", async () => pal.start(JOHN, { transcript: "yes" }));
});

test("the example of docs/transcript.md runs as it stands", async (t) => {
  const s = await scene(t);
  const page = await readFile(new URL("../../../docs/transcript.md", import.meta.url), "utf8");
  const [, example] = /```js\n([\s\S]*?)```/.exec(page);
  const [, said] = /\/\/ (provision .*)\n/.exec(example);
  const { clientId, clientSecret } = s.state.clients[0];
  const body = example
    .replace(/^import .*\n/gm, "")
    .replace("https://webapi.myworkpal.co.uk", s.url)
    .replace("process.env.CREATE_USER_PATH", JSON.stringify(CREATE))
    .replace("process.env.CLIENT_ID", JSON.stringify(clientId))
    .replace("process.env.CLIENT_SECRET", JSON.stringify(clientSecret));
  const printed = [];
  const written = [];
  const AsyncFunction = (async () => {}).constructor;
  const run = new AsyncFunction("MyWorkpal", "replay", "writeFileSync", "console", body);
  await run(MyWorkpal, replay, (...file) => written.push(file), { log: (...words) => printed.push(words.join(" ")) });
  assert.deepEqual(printed, [said]);
  assert.equal(written[0][0], "call.jsonl");
});
