/** The progress bar: on a terminal only, on standard error. */

import progress from "cli-progress";

export class Bar {
  readonly #bar: progress.SingleBar | undefined;
  #isOn = false;

  constructor(stream: NodeJS.WriteStream, isWanted: boolean) {
    if (!isWanted || stream.isTTY !== true) return;
    this.#bar = new progress.SingleBar({
      stream,
      format: "{bar} {value}/{total}  {what}",
      barsize: 24,
      barCompleteChar: "━",
      barIncompleteChar: "─",
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      noTTYOutput: false,
      // The run's own handling of signals stops the bar.
      gracefulExit: false,
    });
  }

  start(total: number): void {
    this.#bar?.start(total, 0, { what: "" });
    this.#isOn = true;
  }

  /** How many are done. */
  at(done: number): void {
    if (this.#isOn) this.#bar?.update(done);
  }

  /** What is being done. */
  doing(what: string): void {
    if (this.#isOn) this.#bar?.update({ what: what.slice(0, 40) });
  }

  stop(): void {
    if (this.#isOn) this.#bar?.stop();
    this.#isOn = false;
  }
}
