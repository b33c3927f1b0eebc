/** The options of single calls, checked before anything is sent. */

import { invalid } from "./errors.js";

const OF_ANY_CALL = ["signal", "transcript"];
const OF_BULK = ["concurrency", "onProgress", "journal", "circuitBreaker"];
/** Runs for a host of one's own. */
const OF_RUNS = ["start", "restore"];
const OF_CALLS: Record<string, readonly string[]> = {
  apply: [...OF_ANY_CALL, "user"],
  provisionAll: [...OF_ANY_CALL, ...OF_BULK],
  deprovisionAll: [...OF_ANY_CALL, ...OF_BULK, "maxDeprovision", "among"],
  start: ["transcript"],
  restore: ["user", "transcript"],
};

/** Refuses what does not fit; a misspelt `journal`, left alone, would be a run that cannot be resumed. */
export function checkOptions(verb: string, options: unknown): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    throw invalid("options: expected an object", "pass an object, or nothing");
  }
  const names = OF_CALLS[verb] ?? OF_ANY_CALL;
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw invalid(`options.${unknown}: ${verb} has no such option`, `it takes: ${names.join(", ")}`);
  }
  const { signal, concurrency, onProgress, journal, maxDeprovision, among, transcript } = options as Record<string, unknown>;
  if (signal !== undefined) checkSignal(signal);
  // JSON would make NaN `null`, and so an option that was not given.
  if (concurrency !== undefined && !Number.isFinite(concurrency)) {
    throw invalid("concurrency: is not a number", "give a whole number from 1 to 64");
  }
  for (const [name, limit] of Object.entries({ maxDeprovision, among })) {
    if (typeof limit === "number" && !Number.isFinite(limit)) {
      throw invalid(`${name}: is not a number of people`, "give a whole number, such as 25");
    }
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw invalid("onProgress: is not a function", "pass a function that takes { done, total, outcome }");
  }
  if (transcript !== undefined && typeof transcript !== (OF_RUNS.includes(verb) ? "boolean" : "function")) {
    throw OF_RUNS.includes(verb)
      ? invalid("transcript: is neither true nor false", "pass true, and ask run.transcript() for the text")
      : invalid("transcript: is not a function", "pass a function that takes the text");
  }
  if (journal !== undefined && !(isMethod(journal, "read") && isMethod(journal, "append"))) {
    throw invalid("journal: has no read() and append(text)", 'pass such an object, or fileJournal(path) from "provisor/node"');
  }
}

/** Checks an abort signal, of any realm. */
export function checkSignal(signal: unknown): AbortSignal {
  if (!isMethod(signal, "addEventListener")) {
    throw invalid("signal: is not an AbortSignal", "pass the signal of an AbortController");
  }
  return signal as AbortSignal;
}

function isMethod(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[name] === "function";
}
