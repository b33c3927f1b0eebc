/** Notices that rows fail alike: what is wrong is then hardly the people, and the others are better left as they are. */

import type { Code, ErrorInfo } from "provisor";
import { Refusal } from "./errors.js";

const SHARE = 0.4;
const ROWS = 20;

/** Counts rows and their errors over many small runs, by the measure of the package's own bulk runs: 40 % of at least 20. */
export class Alike {
  #rows = 0;
  readonly #errors = new Map<Code, number>();
  #last: ErrorInfo | undefined;

  /** Notes a row. */
  note(error?: ErrorInfo): void {
    this.#rows += 1;
    if (!error) return;
    this.#errors.set(error.code, (this.#errors.get(error.code) ?? 0) + 1);
    this.#last = error;
  }

  /** Throws the error that ends the whole when it is time to. */
  check(): void {
    const alike = this.#last ? this.#errors.get(this.#last.code)! : 0;
    if (!this.#last || this.#rows < ROWS || alike < SHARE * this.#rows) return;
    const message = `${alike} of ${this.#rows} people failed alike, so the others were left as they are: ${this.#last.message}`;
    throw new Refusal({ ...this.#last, message, hint: this.#last.hint ?? "fix the cause, then plan again" });
  }
}
