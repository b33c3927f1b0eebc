/** Planning: reads only, and says what would be done for each. */

import { isProvisorError, type Plan } from "provisor";
import { EXIT, UsageError, told } from "../failure.js";
import { readPeople } from "../people/read.js";
import type { Planned, Voice } from "../say/voice.js";
import { curl } from "../curl.js";
import type { BulkCall } from "./bulk.js";
import { transcriptIn } from "./files.js";
import { open, type Setting } from "./setting.js";
import { heedSignals } from "./signals.js";

export interface PlanCall extends BulkCall {
  curl?: boolean;
}

/** What ends it for all: nobody else would fare better. */
const FOR_ALL = new Set(["auth_rejected", "aborted", "internal"]);
/** People who are looked up side by side; the client limits its requests itself. */
const ABREAST = 4;

/** Plans for everybody, tells, and gives the exit code. */
export async function plan(call: PlanCall, voice: Voice): Promise<number> {
  const setting = open(call, voice);
  const people = await readPeople(setting.platform, call, setting.variables);
  voice.problems(people.problems);
  if (call.transcript !== undefined && people.users.length > 1) {
    throw new UsageError(
      "--transcript: a plan's is of one person",
      "name one person, or take the transcript of `provision`",
    );
  }
  const transcript = call.transcript === undefined ? undefined : transcriptIn(call.transcript);
  const planned: Planned[] = [];
  const heedless = heedSignals(setting.brake, {
    stopping: () => {
      voice.bar.stop();
      voice.remark("Stopping.");
    },
    quitting: () => voice.bar.stop(),
  });
  let thrown: { error: unknown } | undefined;
  voice.bar.start(people.users.length);
  try {
    for await (const one of planAll(setting, people.users, transcript?.take)) {
      planned.push(one);
      voice.bar.at(planned.length);
      voice.line(lineOf(one, people.rows[one.row]));
    }
    await setting.client.close();
  } catch (error) {
    thrown = { error };
  } finally {
    voice.bar.stop();
    heedless();
  }
  transcript?.keep();
  return tell(call, setting, people.users.length, people.problems.length, planned, voice, thrown);
}

function tell(
  call: PlanCall,
  { platform, brake }: Setting,
  rows: number,
  problems: number,
  planned: Planned[],
  voice: Voice,
  thrown: { error: unknown } | undefined,
): number {
  planned.sort((a, b) => a.row - b.row);
  voice.plans(planned);
  const plans = planned.flatMap((one) => ("plan" in one ? [one.plan] : []));
  if (call.curl) for (const { subject, actions } of plans) sayRequests(voice, subject, actions);
  const isInterrupted = brake.signal.aborted;
  if (thrown && !isInterrupted) voice.error(thrown.error);
  const failed = planned.length - plans.length;
  const code = isInterrupted ? EXIT.interrupted : thrown || failed + problems > 0 ? EXIT.notAll : EXIT.done;
  const needing = plans.filter(({ actions }) => actions.length > 0).length;
  voice.say(`\nsomething to do for ${needing} of ${rows}; nothing was changed`);
  if (isInterrupted) voice.remark("Interrupted. Nothing was changed.");
  voice.line({
    type: "summary",
    command: "plan",
    platform,
    rows,
    planned: plans.length,
    needing,
    problems,
    requests: brake.sent,
    interrupted: isInterrupted,
    exitCode: code,
  });
  return code;
}

function sayRequests(voice: Voice, subject: string, actions: Plan["actions"]): void {
  for (const { summary, request } of actions) {
    if (request) voice.say(`\n# ${subject}: ${summary}\n${curl(request)}`);
  }
}

function lineOf(one: Planned, row: number | undefined): { type: string } & Record<string, unknown> {
  const place = { type: "plan", ...(row === undefined ? {} : { row }) };
  return "plan" in one ? { ...place, ...one.plan } : { ...place, subject: one.subject, error: told(one.error) };
}

/** Everybody's plan as it comes. */
async function* planAll(
  { client, brake }: Setting,
  users: unknown[],
  transcript: ((text: string) => void) | undefined,
): AsyncGenerator<Planned> {
  const options = { signal: brake.signal, ...(transcript ? { transcript } : {}) };
  const one = async (user: unknown, row: number): Promise<Planned> => {
    try {
      return { row, plan: await client.plan(user, options) };
    } catch (error) {
      if (!isProvisorError(error) || FOR_ALL.has(error.code)) throw error;
      return { row, subject: subjectOf(user), error };
    }
  };
  const under = new Map<number, Promise<Planned>>();
  let next = 0;
  while (next < users.length || under.size > 0) {
    // The first goes alone: if the credentials are refused, that is known before others ask.
    while (next < users.length && under.size < (next === 0 || under.has(0) ? 1 : ABREAST)) {
      under.set(next, one(users[next], next));
      next += 1;
    }
    const ended = await Promise.race(under.values());
    under.delete(ended.row);
    yield ended;
  }
}

function subjectOf(user: unknown): string {
  const { email, userName } = user as { email?: unknown; userName?: unknown };
  return String(email ?? userName ?? "");
}
