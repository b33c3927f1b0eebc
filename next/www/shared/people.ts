/** What is done for a list of people: plans are made or carried out, people are provisioned; each is told when done. */

import type { Client, Outcome, Plan, Rowed } from "provisor";
import { Alike } from "./alike.js";

/** A client of any platform: what it is given, it checks. */
export type AnyClient = Client<unknown, unknown, Record<never, never>>;

/** How a run can be ended. */
export interface Ending {
  /** Ends it at once; who is then in hand is told as it stands. */
  signal?: AbortSignal;
  /** Asked when nobody is in hand: `true` ends it. */
  isStopped?: () => boolean | Promise<boolean>;
}

/** Somebody with the plan that was approved for them. */
export interface Approved {
  plan: Plan;
  /** The user again: a plan leaves passwords and other personal values out. */
  user: unknown;
}

/** People who are in hand together. Fewer would be looked up fewer at a time; more would make a stop wait longer. */
const TOGETHER = 10;

/** Runs a list part by part. A run ends between two parts: everybody who was begun is told. */
export async function* inParts<Item, Told extends Rowed<Plan> | Rowed<Outcome>>(
  list: readonly Item[],
  run: (part: readonly Item[]) => AsyncIterable<Told>,
  { isStopped }: Ending,
): AsyncGenerator<Told, void, undefined> {
  const alike = new Alike();
  for (let from = 0; from < list.length && !(await isStopped?.()); from += TOGETHER) {
    for await (const told of run(list.slice(from, from + TOGETHER))) {
      alike.note("error" in told ? told.error : undefined);
      yield { ...told, row: from + told.row };
    }
    alike.check();
  }
}

/** Plans for everybody. */
export const planEach = (client: AnyClient, users: readonly unknown[], { signal }: Ending = {}) =>
  client.planAll(users, { signal });

/** Carries out exactly the plans that were approved. Nobody is taken away: a plan to do so is refused. */
export const applyEach = (client: AnyClient, approved: readonly Approved[], ending: Ending = {}) =>
  inParts(
    approved,
    (part) => {
      const plans = part.map(({ plan }, row) => ({ ...plan, row }));
      const users = part.map(({ user }) => user);
      return client.applyAll(plans, { users, limit: 0, signal: ending.signal });
    },
    ending,
  );

/** Provisions everybody without a plan each. */
export const provisionEach = (client: AnyClient, users: readonly unknown[], ending: Ending = {}) =>
  inParts(users, (part) => client.provisionAll(part, { signal: ending.signal }), ending);
