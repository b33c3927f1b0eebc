/** The progress bar: on a terminal only, on standard error. */

import progress from "cli-progress";

export interface Bar {
  start(total: number): void;
  /** How many are done. */
  at(done: number): void;
  /** What is being done. */
  doing(what: string): void;
  stop(): void;
}

const NONE: Bar = { start() {}, at() {}, doing() {}, stop() {} };

/** A bar, or none where nobody would see it. */
export function barOn(stream: NodeJS.WriteStream, isWanted: boolean): Bar {
  if (!isWanted || stream.isTTY !== true) return NONE;
  const bar = new progress.SingleBar({
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
  let isOn = false;
  return {
    start(total) {
      bar.start(total, 0, { what: "" });
      isOn = true;
    },
    at: (done) => bar.update(done),
    doing: (what) => void (isOn && bar.update({ what: what.slice(0, 40) })),
    stop() {
      if (isOn) bar.stop();
      isOn = false;
    },
  };
}
