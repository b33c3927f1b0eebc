/** A run as a stream of lines, which ends its session and says in the log what it came to. */

import type { Context } from "hono";
import type { Client } from "provisor";
import type { End, PlanEvent, RunEvent } from "../../shared/events.js";
import { linesOf } from "../../shared/ndjson.js";
import type { AppEnv } from "./settings.js";

type Events = AsyncGenerator<PlanEvent | RunEvent | End, void, undefined>;

/** Streams what a run tells. If the caller goes away, the person in hand is finished and nobody else is begun. */
export function streamed(context: Context<AppEnv>, verb: string, client: Client<unknown>, events: Events): Response {
  let finished = (): void => {};
  context.executionCtx.waitUntil(new Promise<void>((resolve) => (finished = resolve)));
  const lines = noted(context, verb, client, events, () => finished());
  return new Response(linesOf(lines), {
    headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
  });
}

async function* noted(
  context: Context<AppEnv>,
  verb: string,
  client: Client<unknown>,
  events: Events,
  finished: () => void,
): Events {
  const counts: Record<string, number> = {};
  let end = "left by the caller";
  try {
    for await (const event of events) {
      if ("row" in event) {
        const kind = event.type === "outcome" ? event.outcome.status : event.type;
        counts[kind] = (counts[kind] ?? 0) + 1;
      } else end = event.type === "failed" ? event.error.code : "end";
      yield event;
    }
  } finally {
    // A session that cannot be ended ends by itself.
    await client.close().catch(() => {});
    note(context, verb, { end, ...counts });
    finished();
  }
}

/** One line in the log: who had what done, and numbers. No person, no body, no secret. */
export function note(context: Context<AppEnv>, verb: string, facts: Record<string, unknown>): void {
  console.log(
    JSON.stringify({ event: verb, platform: context.req.param("platform"), caller: context.get("caller"), ...facts }),
  );
}
