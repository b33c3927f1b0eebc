/** What a run tells while it goes on: the same events in the page's own sandbox and, a line each, from the Worker. */

import type { ErrorInfo, Outcome, Plan } from "provisor";

/** `row` is the position in the list that was asked about, from 0. */
export type PlanEvent = { type: "plan"; row: number; plan: Plan } | { type: "error"; row: number; error: ErrorInfo };

/** An `error` in the place of an outcome: this person's plan was not carried out. */
export type RunEvent =
  { type: "outcome"; row: number; outcome: Outcome } | { type: "error"; row: number; error: ErrorInfo };

/** What went wrong for this person, if anything did. */
export const errorOf = (event: PlanEvent | RunEvent): ErrorInfo | undefined =>
  event.type === "error" ? event.error : event.type === "outcome" ? event.outcome.error : undefined;

/** What ends every stream: all is told, or what concerns the whole run has ended it. */
export type End = { type: "end" } | { type: "failed"; error: ErrorInfo };

/** Somebody with the plan that was approved for them. */
export interface Approved<User = unknown> {
  plan: Plan;
  /** The user again: a plan leaves passwords and other personal values out. */
  user: User;
}
