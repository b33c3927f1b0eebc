/** `provisor plan`, `provision`, `deprovision`: one person or a roster, with a journal, progress, and an orderly end. */

import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { DeprovisionAllOptions, Journal, Outcome, Plan, Rowed } from "provisor";
import { fileJournal } from "provisor/node";
import { EXIT, UsageError, exitCodeOf, inOurWords } from "../failure.js";
import { headcount, readPeople, type Named, type People } from "../people/read.js";
import { confirm } from "../run/confirm.js";
import { open, type Common, type Setting } from "../run/setting.js";
import { heedSignals } from "../run/signals.js";
import { counted, errorOf, type Voice } from "../say/voice.js";
import { thisCall } from "../shell.js";

/** What is done with people. */
export type Verb = "plan" | "provision" | "deprovision";

export interface PeopleCall extends Common, Named {
  requests?: boolean;
  journal?: string;
  retry?: "failed" | "unknown" | "none" | "all";
  concurrency?: number;
  circuitBreaker?: boolean;
  limit?: number | `${number}%`;
  among?: number;
  yes?: boolean;
}

type Item = Rowed<Plan> | Rowed<Outcome>;
/** What a run has come to. */
interface Ended {
  items: Item[];
  thrown: unknown;
  isInterrupted: boolean;
}

/** Runs, tells, and gives the exit code. */
export async function people(verb: Verb, call: PeopleCall, voice: Voice): Promise<number> {
  const setting = open(call, voice);
  const people = await readPeople(setting.platform, call, setting.variables);
  if (verb === "deprovision" && !call.yes)
    await confirm(
      `Take ${headcount(people.users.length)} (${people.from}) off ${setting.platform} at ${setting.address}?`,
    );
  const options = optionsOf(call, people);
  voice.problems(people.problems);
  if (people.problems.length > 0) voice.remark("these rows are left out");
  const ended = await run(verb, setting, people, options, voice);
  return tell(verb, setting, people, call, voice, ended);
}

function optionsOf(call: PeopleCall, { isSingle }: People): DeprovisionAllOptions {
  const { journal, retry, concurrency, circuitBreaker, among } = call;
  // A person who is named alone is meant; a roster is held to its limits.
  const limit = call.limit ?? (isSingle ? 1 : undefined);
  const kept = journal === undefined ? undefined : journalIn(journal);
  // The package takes what is undefined as not given.
  return { journal: kept, retry, concurrency, circuitBreaker, limit, among } as DeprovisionAllOptions;
}

function journalIn(file: string): Journal {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--journal ${file}: cannot be written (${code})`,
      "give a path in a folder that you may write to",
    );
  }
  return fileJournal(file);
}

async function run(
  verb: Verb,
  { client }: Setting,
  { users, rows }: People,
  options: DeprovisionAllOptions,
  voice: Voice,
): Promise<Ended> {
  const items: Item[] = [];
  let thrown: unknown;
  const { stop, signal, done } = heedSignals((isFirst) => {
    voice.bar.stop();
    voice.remark(
      isFirst ? "Stopping: the people already begun are finished. Press Ctrl-C again to abort." : "Aborting.",
    );
  });
  voice.bar.start(users.length);
  try {
    for await (const item of client[`${verb}All`](users, { ...options, stop, signal })) {
      items.push(item);
      voice.bar.at(items.length);
      // The package counts people; whoever reads this counts rows.
      const { row: at, ...rest } = item;
      const row = rows[at];
      const error = errorOf(item);
      voice.line({
        type: verb === "plan" ? "plan" : "outcome",
        ...(row !== undefined && { row }),
        ...rest,
        ...(error && { error: inOurWords(error) }),
      });
    }
    await client.close();
  } catch (error) {
    if (!signal.aborted) thrown = error;
  } finally {
    voice.bar.stop();
    done();
  }
  items.sort((a, b) => a.row - b.row);
  return { items, thrown, isInterrupted: stop.aborted && (signal.aborted || items.length < users.length) };
}

function tell(
  verb: Verb,
  { platform, sent }: Setting,
  people: People,
  call: PeopleCall,
  voice: Voice,
  { items, thrown, isInterrupted }: Ended,
): number {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const end = "action" in item ? item.action : item.status;
    counts[end] = (counts[end] ?? 0) + 1;
  }
  const [rows, problems, requests] = [people.users.length, people.problems.length, sent()];
  const [done, left] = [items.filter((item) => errorOf(item) === undefined).length, rows - items.length];
  let code: number = done === rows && problems === 0 ? EXIT.done : EXIT.notAll;
  if (thrown !== undefined) code = exitCodeOf(thrown, requests > 0);
  if (isInterrupted) code = EXIT.interrupted;
  const isCut = isInterrupted || (left > 0 && code !== EXIT.usage);
  const again = isCut && verb !== "plan" ? resumption(people, call) : undefined;

  voice.items(items);
  if (call.requests) voice.requests(items);
  if (thrown !== undefined) voice.error(thrown);
  if (code !== EXIT.usage) {
    const what = [counted(counts), left > 0 && `${left} not begun`].filter(Boolean).join(", ");
    const end = verb === "plan" ? "; nothing was changed" : "";
    voice.say(`\n${what}; ${headcount(rows)}, ${requests} requests${end}`);
  }
  if (isInterrupted) voice.remark("Interrupted. Nothing is in flight; what was done is told above.");
  if (done === rows && call.journal !== undefined)
    voice.remark(`The run is complete. To run anew, remove ${call.journal}.`);
  if (again) voice.remark(again.words);
  const summary = { type: "summary", command: verb, platform, rows, done, left, problems, counts, requests };
  const resume = again?.command;
  voice.line({ ...summary, interrupted: isInterrupted, exitCode: code, ...(resume !== undefined && { resume }) });
  return code;
}

/** How to go on with those who are left. One person's fields may be sensitive: they are not repeated. */
function resumption(people: People, call: PeopleCall): { command?: string; words: string } {
  if (people.isSingle) return { words: "To go on, run the same command again." };
  const command = thisCall();
  const input = call.roster === "-" ? ", with the same roster on standard input" : "";
  const how = call.journal ? "To go on where it stopped" : "To go on";
  const look = call.journal ? "" : "; a look-up finds the people who are done";
  return { command, words: `${how}, run the same command again${input}${look}:\n  ${command}` };
}
