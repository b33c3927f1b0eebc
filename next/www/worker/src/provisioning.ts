/** A run as a stream of lines, which ends its session and says in the log what it came to. */

import type { Context } from "hono";
import type { Outcome, Plan, Rowed } from "provisor";
import { infoOf } from "../../shared/errors.js";
import { linesOf, type Line } from "../../shared/lines.js";
import type { AnyClient } from "../../shared/people.js";
import type { AppEnv } from "./settings.js";

type Told = AsyncIterable<Rowed<Plan> | Rowed<Outcome>>;

/** Streams what a run tells. If the caller goes away, those in hand are finished and nobody else is begun. */
export function streamed(context: Context<AppEnv>, verb: string, client: AnyClient, told: Told): Response {
  let finished = (): void => {};
  context.executionCtx.waitUntil(new Promise<void>((resolve) => (finished = resolve)));
  const lines = noted(context, verb, client, told, () => finished());
  return new Response(linesOf(lines), {
    headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
  });
}

async function* noted(
  context: Context<AppEnv>,
  verb: string,
  client: AnyClient,
  all: Told,
  finished: () => void,
): AsyncGenerator<Line, void, undefined> {
  const counts: Record<string, number> = {};
  let end = "left by the caller";
  try {
    for await (const told of all) {
      const kind = "action" in told ? told.action : told.status;
      counts[kind] = (counts[kind] ?? 0) + 1;
      yield "action" in told ? { type: "plan", plan: told } : { type: "outcome", outcome: told };
    }
    end = "end";
    yield { type: "end" };
  } catch (caught) {
    const error = infoOf(caught);
    end = error.code;
    yield { type: "failed", error };
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
