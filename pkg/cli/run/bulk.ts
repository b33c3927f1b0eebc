/** Provisioning and deprovisioning: one person or a roster, with journal, progress, and an orderly end. */

import type { Outcome, RemovalOptions } from "provisor";
import { EXIT, UsageError, exitCodeOf } from "../failure.js";
import { readPeople, type Named, type People } from "../people/read.js";
import { counted, Voice } from "../say/voice.js";
import { thisCall } from "../shell.js";
import { confirm } from "./confirm.js";
import { journalIn, transcriptIn } from "./files.js";
import { open, type Common, type Setting } from "./setting.js";
import { heedSignals } from "./signals.js";

export interface BulkCall extends Common, Named {
  journal?: string;
  transcript?: string;
  concurrency?: number;
  circuitBreaker?: boolean;
  maxDeprovision?: number | `${number}%`;
  among?: number;
  yes?: boolean;
}

/** What a run has come to. */
interface Ended {
  outcomes: Outcome[];
  thrown?: { error: unknown };
  isInterrupted: boolean;
}

/** Runs, tells, and gives the exit code. */
export async function bulk(verb: "provision" | "deprovision", call: BulkCall, voice: Voice): Promise<number> {
  const setting = open(call, voice);
  const people = await readPeople(setting.platform, call, setting.variables);
  if (verb === "deprovision") await confirmRemoval(setting, people, call);
  voice.problems(people.problems);
  if (people.problems.length > 0) voice.remark("these rows are left out");
  const transcript = call.transcript === undefined ? undefined : transcriptIn(call.transcript);
  const ended = await run(verb, setting, people, call, voice, transcript?.take);
  const code = tell(verb, setting, people, call, voice, ended);
  try {
    transcript?.keep();
  } catch (error) {
    voice.error(error);
    return Math.max(code, EXIT.notAll);
  }
  return code;
}

async function confirmRemoval(setting: Setting, people: People, call: BulkCall): Promise<void> {
  const { length } = people.users;
  const whom = length === 1 ? "one person" : `${length} people`;
  if (!call.yes) await confirm(`Take ${whom} (${people.from}) off ${setting.platform} at ${setting.address}?`);
}

async function run(
  verb: "provision" | "deprovision",
  { client, brake }: Setting,
  people: People,
  call: BulkCall,
  voice: Voice,
  transcript: ((text: string) => void) | undefined,
): Promise<Ended> {
  const options: RemovalOptions = { signal: brake.signal, onProgress: ({ done }) => voice.bar.at(done) };
  if (call.journal !== undefined) options.journal = brake.journal(journalIn(call.journal));
  if (transcript) options.transcript = transcript;
  if (call.concurrency !== undefined) options.concurrency = call.concurrency;
  if (call.circuitBreaker === false) options.circuitBreaker = false;
  if (verb === "deprovision") {
    // Somebody who is named alone is meant; a roster is held to its limits.
    const most = call.maxDeprovision ?? (people.isSingle ? 1 : undefined);
    if (most !== undefined) options.maxDeprovision = most;
    if (call.among !== undefined) options.among = call.among;
  }
  const outcomes: Outcome[] = [];
  const heedless = heedSignals(brake, {
    stopping: (inFlight) => {
      voice.bar.stop();
      const what =
        inFlight === 0
          ? "nothing is in flight"
          : `finishing ${inFlight === 1 ? "the request" : `${inFlight} requests`} in flight`;
      voice.remark(`Stopping: ${what}. Press Ctrl-C again to quit at once.`);
    },
    quitting: () => voice.bar.stop(),
  });
  voice.bar.start(people.users.length);
  let thrown: { error: unknown } | undefined;
  try {
    const list =
      verb === "provision" ? client.provisionAll(people.users, options) : client.deprovisionAll(people.users, options);
    for await (const outcome of list) {
      outcomes.push(outcome);
      // The package counts people; whoever reads this counts rows.
      const { row: at, ...rest } = outcome;
      const row = people.rows[at ?? -1];
      voice.line({ type: "outcome", ...(row === undefined ? {} : { row }), ...rest });
    }
    await client.close();
  } catch (error) {
    thrown = { error };
  } finally {
    voice.bar.stop();
    heedless();
  }
  const isInterrupted = brake.signal.aborted;
  outcomes.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  return { outcomes, isInterrupted, ...(thrown && !isInterrupted ? { thrown } : {}) };
}

function tell(
  verb: string,
  { platform, brake }: Setting,
  people: People,
  call: BulkCall,
  voice: Voice,
  ended: Ended,
): number {
  const { outcomes, thrown, isInterrupted } = ended;
  const counts: Record<string, number> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  const done = (counts["created"] ?? 0) + (counts["updated"] ?? 0) + (counts["unchanged"] ?? 0);
  const rows = people.users.length;
  const left = rows - outcomes.length;
  const isAll = done === rows && people.problems.length === 0 && !thrown;
  const code =
    isInterrupted && left > 0
      ? EXIT.interrupted
      : thrown
        ? exitCodeOf(thrown.error, brake.sent > 0)
        : isAll
          ? EXIT.done
          : EXIT.notAll;
  const again = left > 0 && code !== EXIT.usage ? resumption(people, call) : undefined;

  voice.outcomes(outcomes);
  if (thrown) voice.error(thrown.error);
  const what = [counted(counts), left > 0 && code !== EXIT.usage ? `${left} not begun or not finished` : ""]
    .filter(Boolean)
    .join(", ");
  if (what) voice.say(`\n${what}; ${rows === 1 ? "one person" : `${rows} people`}, ${brake.sent} requests`);
  if (isInterrupted && left > 0) voice.remark("Interrupted. Nothing is in flight; what was done is told above.");
  if (left === 0 && call.journal !== undefined)
    voice.remark(`The run is complete. To run anew, remove ${call.journal}.`);
  if (again) voice.remark(again.words.join("\n"));
  const summary = {
    type: "summary",
    command: verb,
    platform,
    rows,
    done,
    left,
    problems: people.problems.length,
    counts,
    requests: brake.sent,
  };
  voice.line({
    ...summary,
    interrupted: isInterrupted,
    exitCode: code,
    ...(again?.command === undefined ? {} : { resume: again.command }),
  });
  return code;
}

/** How to go on with those who are left. One person's fields may be sensitive: they are not repeated. */
function resumption(people: People, call: BulkCall): { command?: string; words: string[] } {
  if (people.isSingle) return { words: ["To go on, run the same command again."] };
  const command = thisCall();
  const input = call.roster === "-" ? ", with the same roster on standard input" : "";
  const how = call.journal
    ? `To go on where it stopped, run the same command again${input}:`
    : `To go on, run the same command again${input}; whoever is done is found by looking:`;
  return { command, words: [how, `  ${command}`] };
}

/** Reads `--max-deprovision`: a number of people, or a share. */
export function limit(text: string): number | `${number}%` {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^\d+(\.\d+)?%$/.test(text)) return text as `${number}%`;
  throw new UsageError(
    `--max-deprovision ${text}: is neither a number of people nor a share`,
    "give a number such as 25, or a share such as 10%",
  );
}
