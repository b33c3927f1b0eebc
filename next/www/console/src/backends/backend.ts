/** Where plans are made and carried out: in this page, or by a Worker. */

import type { ReadonlySignal } from "@preact/signals";
import type { Connection, Outcome, Plan, Rowed } from "provisor";
import type { Approved, Ending } from "../../../shared/people.js";

/** A line of the sandbox's own log. */
export interface LogLine {
  method: string;
  path: string;
  status: number | null;
}

/** One platform or route at one place. What concerns a whole run is thrown, after everybody who was begun was told. */
export interface Backend {
  /** Authenticates and makes one harmless read. */
  connect(signal: AbortSignal): Promise<Connection>;
  /** Reads only. */
  plan(users: readonly unknown[], ending: Ending): AsyncIterable<Rowed<Plan>>;
  /** Carries out these plans and nothing else. */
  apply(approved: readonly Approved[], ending: Ending): AsyncIterable<Rowed<Outcome>>;
  /** Provisions without a plan for each. */
  provision(users: readonly unknown[], ending: Ending): AsyncIterable<Rowed<Outcome>>;
  /** What was sent, where the platform is the page's own sandbox. */
  log?: ReadonlySignal<readonly LogLine[]>;
  close(): Promise<void>;
}
