// Carries out a request's faults: what is committed, what is answered, and what the wire does.
import { echo } from "./echo.js";
import { crowded, edit, wrongTypes } from "./json.js";

/**
 * @typedef {object} Reply
 * @property {"respond" | "drop" | "hang" | "truncate"} kind
 * @property {Response} [response]
 * @property {Uint8Array} [part]  the bytes a truncated answer still sends
 */

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
/** @returns {Reply} */
const respond = (response) => ({ kind: "respond", response });

/** What each kind answers, given the fault and (when committed) the real answer. */
const ANSWERS = {
  drop: () => ({ kind: "drop" }),
  hang: () => ({ kind: "hang" }),
  status: (fault) => respond(withBody(fault.status, fault.body, fault.headers)),
  "rate-limit": ({ form = "seconds", seconds = 1, body }, _, { clock }) => {
    const then = clock() + seconds * 1000;
    const headers = {
      seconds: { "retry-after": String(seconds) },
      date: { "retry-after": new Date(then).toUTCString() },
      milliseconds: { "retry-after-ms": String(seconds * 1000) },
      reset: { "x-ratelimit-reset": String(Math.ceil(then / 1000)) },
      none: {},
    };
    return respond(withBody(429, body, headers[form]));
  },
  html: () =>
    respond(
      withBody(200, "<!doctype html><title>Sign in</title><h1>Sign in</h1>", {
        "content-type": "text/html; charset=utf-8",
      }),
    ),
  echo: (fault, _, { request }) => respond(echo(fault, request)),
  empty: (_, real) => respond(new Response(null, { status: 200, headers: real?.headers })),
  redirect: ({ location, status = 302 }) => respond(new Response(null, { status, headers: { location } })),
  truncate: async ({ keep }, real) => {
    const whole = new Uint8Array(await real.arrayBuffer());
    const headers = new Headers(real.headers);
    headers.set("content-length", String(whole.length));
    const part = whole.subarray(0, keep ?? Math.floor(whole.length / 2));
    return { kind: "truncate", response: new Response(null, { status: real.status, headers }), part };
  },
  json: (fault, real) => rewritten(real, (value) => edit(value, fault)),
  crowd: (fault, real) => rewritten(real, (value) => crowded(value, fault)),
  "wrong-types": (_, real) => rewritten(real, wrongTypes),
  huge: async ({ megabytes }, real) => respond(new Response(padded(megabytes, await real.text()), real)),
};

/** These only make sense on an answer that really was given. */
const ALWAYS_AFTER = new Set(["truncate", "json", "crowd", "wrong-types", "huge"]);
const AFTER_UNLESS_TOLD = new Set(["empty"]);

/**
 * Latencies add up; of the faults that change the answer the first one counts.
 * Kinds that are not listed here are quirks, which the stand-in acts out itself.
 * @param {import("./book.js").Fault[]} due
 * @param {() => Promise<Response>} serve  commits and answers
 * @param {{ clock: () => number, sleep: (ms: number) => Promise<void>, request: { headers: Headers, body: string } }} host
 * @returns {Promise<Reply>}
 */
export async function carryOut(due, serve, host) {
  for (const fault of due) if (fault.kind === "latency") await host.sleep(fault.ms);
  const fault = due.find(({ kind }) => kind in ANSWERS);
  if (!fault) return respond(await serve());
  const when =
    ALWAYS_AFTER.has(fault.kind) || (AFTER_UNLESS_TOLD.has(fault.kind) && !fault.when) ? "after" : fault.when;
  const real = when === "after" ? await serve() : undefined;
  return ANSWERS[fault.kind](fault, real, host);
}

function withBody(status, body = null, headers = {}) {
  if (body === null || typeof body === "string") return new Response(body, { status, headers });
  return new Response(JSON.stringify(body), { status, headers: { ...JSON_TYPE, ...headers } });
}

async function rewritten(real, change) {
  if (!real.headers.get("content-type")?.includes("json")) return respond(real);
  return respond(new Response(JSON.stringify(change(await real.json())), real));
}

/** JSON white space before the real answer: however large, it stays valid JSON. */
function padded(megabytes, text) {
  const chunk = new Uint8Array(65_536).fill(0x20);
  let left = Math.ceil(megabytes * 16);
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) return controller.enqueue(chunk.slice());
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
}
