// docs/worker.md is true: its requests are sent in order, and the answers are as it says.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { valuesOf } from "./kit/lines.mjs";
import { startWorker } from "./kit/worker.mjs";

const page = await readFile(new URL("../../docs/worker.md", import.meta.url), "utf8");
const config = await readFile(new URL("../../www/worker/wrangler.jsonc", import.meta.url), "utf8");
const blocks = [...page.matchAll(/```http\n([\s\S]*?)```/g)].map(([, text]) => text);

/** A request or answer as the page writes it. */
function messageOf(block) {
  const [head, ...rest] = block.split("\n\n");
  const [first, ...lines] = head.trim().split("\n");
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(": ")));
  return { first, headers, body: rest.join("\n\n").trim() };
}

/** `…` stands for anything, and for further fields or items. */
function assertAsWritten(actual, written, where) {
  if (written === "…") return assert.notEqual(actual, undefined, where);
  if (typeof written !== "object" || written === null) return assert.equal(actual, written, where);
  const isOpen = Array.isArray(written) ? written.includes("…") : "…" in written;
  const names = Object.keys(written).filter(
    (name) => (name !== "…" && written[name] !== "…") || (name !== "…" && !Array.isArray(written)),
  );
  for (const name of names) assertAsWritten(actual?.[name], written[name], `${where}.${name}`);
  if (!isOpen) assert.deepEqual(Object.keys(actual).sort(), Object.keys(written).sort(), where);
}

test("every call in docs/worker.md is answered as it says", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  assert.ok(blocks.length >= 10 && blocks.length % 2 === 0, "requests and answers in pairs");
  let plan;
  for (let at = 0; at < blocks.length; at += 2) {
    const asked = messageOf(blocks[at]);
    const told = messageOf(blocks[at + 1]);
    const [method, path] = asked.first.split(" ");
    const body = asked.body && JSON.parse(asked.body, (_, value) => (value === "(the plan from above)" ? plan : value));
    const response = await worker.call(path, { method, headers: asked.headers, ...(body && { body }) });
    const text = await response.text();
    assert.equal(`HTTP/1.1 ${response.status}`, told.first, text);
    assert.equal(response.headers.get("content-type"), told.headers["content-type"], path);
    const isLines = /ndjson/.test(told.headers["content-type"]);
    const got = isLines ? valuesOf(text) : JSON.parse(text);
    const expected = isLines ? valuesOf(`${told.body}\n`) : JSON.parse(told.body);
    assertAsWritten(got, expected, path);
    if (path.endsWith("/plan") && isLines) ({ plan } = got.find((line) => line.plan?.action === "create"));
  }
});

test("the page and wrangler.jsonc name the same settings, and those that the Worker reads", async () => {
  const sources = await Promise.all(
    ["settings", "auth", "platforms", "app", "bodies"].map((name) =>
      readFile(new URL(`../../www/worker/src/${name}.ts`, import.meta.url), "utf8"),
    ),
  );
  const read = new Set(
    sources
      .join("\n")
      .match(/"[A-Z][A-Z_]{4,}"/g)
      .map((name) => name.slice(1, -1)),
  );
  assert.ok(read.size > 15);
  for (const name of read) {
    assert.ok(page.includes(`\`${name}\``), `docs/worker.md says nothing of ${name}`);
    assert.ok(config.includes(name), `wrangler.jsonc says nothing of ${name}`);
  }
});
