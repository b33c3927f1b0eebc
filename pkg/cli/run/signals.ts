/**
 * Ctrl-C, and SIGTERM likewise: the first stops the run in an orderly way, the second quits at once.
 *
 * Under `npx` one Ctrl-C arrives twice, from the terminal and passed on by npm; so what follows at once is the same one.
 */

import { EXIT } from "../failure.js";
import type { Brake } from "./brake.js";

const SAME_MS = 400;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Heeds signals until the returned function is called. */
export function heedSignals(brake: Brake, say: { stopping(inFlight: number): void; quitting(): void }): () => void {
  let first = 0;
  const heed = (): void => {
    if (brake.isStopping) {
      if (performance.now() - first < SAME_MS) return;
      say.quitting();
      process.exit(EXIT.interrupted);
    }
    first = performance.now();
    say.stopping(brake.inFlight);
    void brake.stop();
  };
  for (const signal of SIGNALS) process.on(signal, heed);
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, heed);
  };
}
