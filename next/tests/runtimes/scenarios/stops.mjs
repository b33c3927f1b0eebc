// Ends that come from outside: an abort, and a platform that does not answer.
import { failing, same } from "./expect.mjs";

/** The request is on its way when the signal comes. @param {typeof import("provisor")} provisor */
export async function aborts(provisor, given, options) {
  await fault(given, { match: { path: given.paths.tokenPath }, fault: { kind: "hang" } });
  const leaving = new AbortController();
  const signals = [];
  const own = (url, init) => {
    signals.push(init.signal);
    const answer = fetch(url, init);
    leaving.abort();
    return answer;
  };
  const platform = new provisor.MyWorkpal({ ...options, fetch: own });
  await failing(provisor, "aborted", () => platform.provision(given.unseen, { signal: leaving.signal }));
  same(
    signals.map(({ aborted }) => aborted),
    [true],
    "the requests that were sent, and whether they were ended",
  );
  await failing(provisor, "aborted", () => platform.provision(given.unseen, { signal: AbortSignal.abort() }));
  same(signals.length, 1, "the requests after a call whose signal was aborted before");
  await clear(given);
  return "the request in flight was ended";
}

/** @param {typeof import("provisor")} provisor */
export async function timesOut(provisor, given, options) {
  await fault(given, { match: { path: given.paths.tokenPath }, times: "always", fault: { kind: "hang" } });
  const platform = new provisor.MyWorkpal({ ...options, timeoutMs: 50, maxRetries: 0 });
  const error = await failing(provisor, "timeout", () => platform.provision(given.unseen));
  await clear(given);
  return error.message;
}

/** The create is done and its answer never comes: looked up, and not sent again. */
export async function findsOut(provisor, given, options) {
  const { createPath } = given.paths;
  await fault(given, { match: { method: "POST", path: createPath }, fault: { kind: "hang", when: "after" } });
  const platform = new provisor.MyWorkpal({ ...options, timeoutMs: 1500 });
  const outcome = await platform.provision(given.unseen);
  same([outcome.status, outcome.verified], ["created", true], "the outcome");
  const creates = (await log(given)).filter(({ method, target, body }) => {
    return method === "POST" && target === createPath && body.includes(given.unseen.email);
  });
  same(creates.length, 1, "the creates that reached the platform");
  await clear(given);
  await platform.close();
  return "one create, found by looking";
}

async function fault({ url }, rule) {
  const answer = await fetch(`${url}/__sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
  same(answer.status, 201, "the sandbox's answer to a fault");
}

async function clear({ url }) {
  same((await fetch(`${url}/__sandbox/faults`, { method: "DELETE" })).status, 204, "the sandbox's answer");
}

const log = async ({ url }) => (await fetch(`${url}/__sandbox/log`)).json();
