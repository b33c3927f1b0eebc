/** What is done for a list of people with one client: plan, carry plans out, provision; each told as it is done. */

import type { Client } from "provisor";
import { Alike } from "./alike.js";
import { endsTheRun, infoOf } from "./errors.js";
import { errorOf, type Approved, type End, type PlanEvent, type RunEvent } from "./events.js";

/** How a run can be ended. */
export interface Ending {
  /** Ends it at once; what is then in flight is told as it stands. */
  signal?: AbortSignal;
  /** Asked before each person: `true` ends it when those in hand are done. */
  isStopped?: () => boolean;
}

/** Plans only read, so some are made side by side. */
const PLANS_AT_ONCE = 4;

/** Plans for everybody; they come in the order in which they are ready. */
export async function* planEach<User>(
  client: Client<User>,
  users: readonly User[],
  { signal, isStopped }: Ending = {},
): AsyncGenerator<PlanEvent | End, void, undefined> {
  const left = new AbortController();
  const either = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  const inHand = new Map<number, Promise<PlanEvent>>();
  const alike = new Alike();
  let next = 0;
  try {
    for (;;) {
      while (inHand.size < PLANS_AT_ONCE && next < users.length && !isStopped?.()) {
        const row = next++;
        inHand.set(row, planOne(client, users[row]!, row, either));
      }
      if (inHand.size === 0) break;
      const event = await Promise.race(inHand.values());
      inHand.delete(event.row);
      const error = errorOf(event);
      if (error && endsTheRun(error)) return yield { type: "failed", error };
      yield event;
      const stop = alike.note(error);
      if (stop) return yield { type: "failed", error: stop };
    }
    yield { type: "end" };
  } finally {
    left.abort();
  }
}

async function planOne<User>(client: Client<User>, user: User, row: number, signal: AbortSignal): Promise<PlanEvent> {
  try {
    return { type: "plan", row, plan: await client.plan(user, { signal }) };
  } catch (caught) {
    return { type: "error", row, error: infoOf(caught) };
  }
}

/** Carries out exactly the plans that were approved, one person after the other. */
export async function* applyEach<User>(
  client: Client<User>,
  approved: readonly Approved<User>[],
  { signal, isStopped }: Ending = {},
): AsyncGenerator<RunEvent | End, void, undefined> {
  const alike = new Alike();
  for (const [row, { plan, user }] of approved.entries()) {
    if (isStopped?.()) break;
    let event: RunEvent;
    try {
      event = { type: "outcome", row, outcome: await client.apply(plan, signal ? { user, signal } : { user }) };
    } catch (caught) {
      const error = infoOf(caught);
      if (endsTheRun(error)) return yield { type: "failed", error };
      event = { type: "error", row, error };
    }
    yield event;
    const stop = alike.note(errorOf(event));
    if (stop) return yield { type: "failed", error: stop };
  }
  yield { type: "end" };
}

/** People who are provisioned together. Fewer would be looked up fewer at a time; more would make a stop wait longer. */
const TOGETHER = 50;

/** Provisions everybody without a plan each: looks people up together, and stops by the package's own measure. */
export async function* provisionEach<User>(
  client: Client<User>,
  users: readonly User[],
  { signal, isStopped }: Ending = {},
): AsyncGenerator<RunEvent | End, void, undefined> {
  try {
    // Part by part: a run that is left in the middle would lose what became of those in hand.
    for (let from = 0; from < users.length && !isStopped?.(); from += TOGETHER) {
      for await (const outcome of client.provisionAll(users.slice(from, from + TOGETHER), signal ? { signal } : {})) {
        yield { type: "outcome", row: from + outcome.row!, outcome };
      }
    }
    yield { type: "end" };
  } catch (caught) {
    yield { type: "failed", error: infoOf(caught) };
  }
}
