/**
 * Ctrl-C, and SIGTERM likewise: the first stops the run (nobody else is begun, those begun are finished), the second
 * aborts it (nothing more is sent), a third quits at once.
 *
 * Under `npx` one Ctrl-C arrives twice, from the terminal and passed on by npm; so what follows at once is the same one.
 */

import { EXIT } from "../failure.js";

const SAME_MS = 400;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** What the package's calls take. */
export interface Signals {
  /** The first one. */
  stop: AbortSignal;
  /** The second one. */
  signal: AbortSignal;
  /** Leaves signals to Node again. */
  done(): void;
}

/** Heeds signals until `done()`; `say` is told of the first and of the second. */
export function heedSignals(say: (isFirst: boolean) => void): Signals {
  const [stop, abort] = [new AbortController(), new AbortController()];
  let last = -SAME_MS;
  const heed = (): void => {
    if (performance.now() - last < SAME_MS) return;
    last = performance.now();
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    const isFirst = !stop.signal.aborted;
    say(isFirst);
    (isFirst ? stop : abort).abort(new Error("interrupted"));
  };
  for (const signal of SIGNALS) process.on(signal, heed);
  const done = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, heed);
  };
  return { stop: stop.signal, signal: abort.signal, done };
}
