/** How a command ends when it is not done: exit codes, and errors that a person can act on. */

import { isProvisorError, type ProvisorError } from "provisor";

/** The exit codes; documented, so never to be changed. */
export const EXIT = { done: 0, notAll: 1, usage: 2, interrupted: 130 } as const;

/** A mistake in the call, the configuration or the roster. Nothing was sent. */
export class UsageError extends Error {
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}

/** The plain facts of anything thrown, as `--json` prints them. */
export interface Told {
  code: string;
  message: string;
  hint?: string;
  platform?: string;
  step?: string;
  status?: number;
  requestId?: string;
  retryAt?: number;
}

/** Refused by the package before anything was sent: the command's own input is at fault. */
const OF_INPUT = new Set(["config_invalid", "config_missing", "stale_journal"]);

/** The exit code of something thrown; `sent` says whether a request had left. */
export function exitCodeOf(thrown: unknown, sent: boolean): number {
  if (thrown instanceof UsageError) return EXIT.usage;
  if (isProvisorError(thrown) && OF_INPUT.has(thrown.code) && !sent) return EXIT.usage;
  return EXIT.notAll;
}

/** What to tell of something thrown. */
export function told(thrown: unknown): Told {
  if (thrown instanceof UsageError) {
    return { code: "usage", message: thrown.message, ...(thrown.hint === undefined ? {} : { hint: thrown.hint }) };
  }
  if (isProvisorError(thrown)) return ofProvisor(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: "this is a defect of provisor; --verbose shows where" };
}

/** Where the package has no advice, for it knows nothing of this machine. */
const HINTS: Partial<Record<string, string>> = {
  network: "see that baseUrl is right and that this machine reaches it (a proxy, a firewall, a VPN)",
  timeout: "see that the platform is up and that this machine reaches it; timeoutMs in the options allows more",
};

/** The package's options, as this command line calls them. */
const OPTIONS: Array<[RegExp, string]> = [
  [/`circuitBreaker: false`/g, "--no-circuit-breaker"],
  [/`among: (\d+)`/g, "--among $1"],
  [/^among(?=:| is)/g, "--among"],
  [/\bmaxDeprovision\b/g, "--max-deprovision"],
];
const asOptions = (text: string): string =>
  OPTIONS.reduce((words, [ours, theirs]) => words.replace(ours, theirs), text);

function ofProvisor(error: ProvisorError): Told {
  const { code, platform, step, status, requestId, retryAt } = error;
  // The message of the error ends with the hint in brackets; here they are told apart.
  const ending = error.hint === undefined ? "" : ` (${error.hint})`;
  const message = error.message.endsWith(ending)
    ? error.message.slice(0, error.message.length - ending.length)
    : error.message;
  const said = error.hint ?? HINTS[code];
  const hint = said === undefined ? undefined : asOptions(said);
  const all = { code, message: asOptions(message), hint, platform, step, status, requestId, retryAt };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Told;
}
