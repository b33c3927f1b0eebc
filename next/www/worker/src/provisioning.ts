/** A run as a stream of lines, which ends its session and says in the log what it came to. */

import type { Context } from "hono";
import type { Outcome, Plan, Rowed } from "provisor";
import { infoOf } from "../../shared/errors.js";
import { lines, type Line } from "../../shared/lines.js";
import type { AnyClient, Ending } from "../../shared/people.js";
import type { AppEnv } from "./settings.js";

/** What is to be done. */
type Run = (ending: Required<Ending>) => AsyncIterable<Rowed<Plan> | Rowed<Outcome>>;

/** Streams what a run tells. The Worker lives on until it is over. */
export function streamed(context: Context<AppEnv>, verb: string, client: AnyClient, run: Run): Response {
  const out = lines();
  const { signal } = context.req.raw;
  signal.addEventListener("abort", out.end);

  const tell = async (): Promise<void> => {
    const counts: Record<string, number> = {};
    let end: Line = { type: "end" };
    try {
      for await (const one of run({ signal, isStopped: out.isLeft })) {
        const kind = "action" in one ? one.action : one.status;
        counts[kind] = (counts[kind] ?? 0) + 1;
        out.add("action" in one ? { type: "plan", plan: one } : { type: "outcome", outcome: one });
      }
    } catch (caught) {
      end = { type: "failed", error: infoOf(caught) };
    }
    const how = out.isOver() ? "left by the caller" : end.type === "failed" ? end.error.code : end.type;
    out.add(end);
    out.end();
    // A session that cannot be ended ends by itself.
    await client.close().catch(() => {});
    note(context, verb, { end: how, ...counts });
  };
  context.executionCtx.waitUntil(tell());
  return new Response(out.stream, {
    headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
  });
}

/** One line in the log: who had what done, and numbers. No person, no body, no secret. */
export function note(context: Context<AppEnv>, verb: string, facts: Record<string, unknown>): void {
  console.log(
    JSON.stringify({ event: verb, platform: context.req.param("platform"), caller: context.get("caller"), ...facts }),
  );
}
