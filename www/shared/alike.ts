/** Notices that rows fail alike: what is wrong is then hardly the people, and the others are better left as they are. */

import type { Code, ErrorInfo } from "provisor";

const SHARE = 0.4;
const ROWS = 20;

/** Counts rows and their errors, by the measure of the package's own bulk runs: 40 % of at least 20 rows. */
export class Alike {
  #rows = 0;
  readonly #errors = new Map<Code, number>();

  /** Notes a row; gives the error to end the run with when it is time to. */
  note(error?: ErrorInfo): ErrorInfo | undefined {
    this.#rows += 1;
    if (!error) return undefined;
    const alike = (this.#errors.get(error.code) ?? 0) + 1;
    this.#errors.set(error.code, alike);
    if (this.#rows < ROWS || alike < SHARE * this.#rows) return undefined;
    const message = `stopped: ${alike} of ${this.#rows} people failed alike (${error.code}): ${error.message}`;
    return { ...error, message, hint: error.hint ?? "mend what they have in common, then plan again" };
  }
}
