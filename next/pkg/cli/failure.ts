/** How a command ends when it is not done: exit codes, and errors that a person can act on. */

import { isProvisorError, type ErrorInfo } from "provisor";

/** The exit codes; documented, so never to be changed. */
export const EXIT = { done: 0, notAll: 1, usage: 2, interrupted: 130 } as const;

/** A mistake in the call, the configuration or the roster. Nothing was sent. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /** `hint` says what to do next. */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** The plain facts of anything thrown, as `--json` prints them. */
export type Told = Omit<ErrorInfo, "code"> & { code: string };

/** Refused by the package before anything was sent: the command's own input is at fault. */
const OF_INPUT = new Set(["config_invalid", "config_missing", "stale_journal"]);

/** The exit code of something thrown; `sent` says whether a request had left. */
export function exitCodeOf(thrown: unknown, sent: boolean): number {
  if (thrown instanceof UsageError) return EXIT.usage;
  return isProvisorError(thrown) && OF_INPUT.has(thrown.code) && !sent ? EXIT.usage : EXIT.notAll;
}

/** What to tell of something thrown. */
export function told(thrown: unknown): Told {
  if (isProvisorError(thrown)) {
    const { name: _, ...info } = thrown.toJSON();
    return inOurWords(info);
  }
  if (thrown instanceof UsageError) {
    return { code: "usage", message: thrown.message, ...(thrown.hint !== undefined && { hint: thrown.hint }) };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: "this is a defect of provisor; --verbose shows where" };
}

/** Where the package has no advice, for it knows nothing of this machine. */
const HINTS: Partial<Record<string, string>> = {
  network: "check that baseUrl is right and that this machine reaches it (a proxy, a firewall, a VPN)",
  timeout: "check that the platform is up and that this machine reaches it; timeoutMs in the options allows more",
};

/** The package's options, as this command line calls them. */
const OPTIONS: Array<[RegExp, string]> = [
  [/`?circuitBreaker: false`?/g, "--no-circuit-breaker"],
  [/\b(among|retry): "?(\w+)"?/g, "--$1 $2"],
  [/\boptions\.(limit|among|retry)\b/g, "--$1"],
  [/(\bgive |; )limit (as|permits)/g, "$1--limit $2"],
  // The package's ways with headings.
  [/(; say|, or say) which .*$/, ""],
];
const inOptions = (text: string): string =>
  OPTIONS.reduce((words, [theirs, ours]) => words.replace(theirs, ours), text);

/** An error of the package, with the options of this command line in it. */
export function inOurWords(info: ErrorInfo): Told {
  const hint = info.hint ?? HINTS[info.code];
  return { ...info, message: inOptions(info.message), ...(hint !== undefined && { hint: inOptions(hint) }) };
}

/** An error on one line. */
export function sentence(info: ErrorInfo): string {
  const { message, hint } = inOurWords(info);
  return hint === undefined ? message : `${message} (${hint})`;
}
