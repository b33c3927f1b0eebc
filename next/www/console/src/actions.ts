/** What the administrator can have done. Nothing here writes to a platform but `approve`. */

import { batch, type Signal } from "@preact/signals";
import { infoOf } from "../../shared/errors.js";
import type { Approved } from "../../shared/people.js";
import type { PlatformId } from "../../shared/platforms.js";
import { workerBackend } from "./backends/worker.js";
import { asInFile, read } from "./roster.js";
import * as state from "./state.js";

/** Something that is done anew ends what was done before: its answers fit no more. */
class Latest {
  #controller = new AbortController();

  begin(): AbortSignal {
    this.end();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  end(): void {
    this.#controller.abort();
  }
}

const connecting = new Latest();
const reading = new Latest();
/** Planning, or carrying out. */
const running = new Latest();

/** How often what comes is shown, in milliseconds: showing thousands of rows for each of thousands would take minutes. */
const SHOW_EVERY = 50;

/** Puts what is told into a signal by its row, some at a time. */
function shownIn<Told extends { row: number }>(signal: Signal<ReadonlyMap<number, Told>>) {
  let waiting: Told[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0)
      signal.value = new Map([...signal.value, ...waiting.map((told) => [told.row, told] as const)]);
    waiting = [];
  };
  const add = (told: Told): void => {
    waiting.push(told);
    timer ??= setTimeout(show, SHOW_EVERY);
  };
  const drop = (): void => {
    clearTimeout(timer);
    waiting = [];
  };
  return { add, show, drop };
}

/** Chooses a platform; what was read for another does not fit any more. */
export function choosePlatform(id: PlatformId): void {
  batch(() => {
    state.platformId.value = id;
    if (state.isOnlyByWorker.value) state.place.value = "worker";
    forgetConnection();
    forgetRoster();
  });
}

export function choosePlace(place: state.Place): void {
  batch(() => {
    state.place.value = place;
    forgetConnection();
    forgetPlans();
  });
}

/** Says where the Worker is. */
export function setWorker(change: { address?: string; token?: string }): void {
  batch(() => {
    if (change.address !== undefined) state.workerAddress.value = change.address.trim();
    if (change.token !== undefined) state.workerToken.value = change.token.trim();
    forgetConnection();
    forgetPlans();
  });
}

export async function connect(): Promise<void> {
  forgetConnection();
  forgetPlans();
  const signal = connecting.begin();
  state.isConnecting.value = true;
  try {
    const backend = await openBackend();
    const connection = await backend.connect(signal);
    if (signal.aborted) return;
    batch(() => {
      state.backend.value = backend;
      state.connection.value = connection;
      state.announcement.value = `Connected to ${state.platform.value.title}.`;
    });
  } catch (caught) {
    if (!signal.aborted) state.whereError.value = infoOf(caught);
  } finally {
    if (!signal.aborted) state.isConnecting.value = false;
  }
}

async function openBackend() {
  const id = state.platformId.value;
  if (state.place.value === "worker") return workerBackend(id, state.workerAddress.value, state.workerToken.value);
  // A part of its own: those who use a Worker never load it.
  const { sandboxBackend } = await import("./backends/sandbox.js");
  return sandboxBackend(id);
}

/** Reads a roster. */
export async function load(name: string, content: string | ArrayBuffer): Promise<void> {
  // A file can be dropped at any time.
  if (state.isRunning.value) return;
  forgetRoster();
  const signal = reading.begin();
  try {
    const loaded = await read(name, content, state.platform.value);
    if (signal.aborted) return;
    batch(() => {
      state.roster.value = loaded;
      const bad = new Set(loaded.problems.map(({ row }) => row)).size;
      state.announcement.value = `${loaded.people.length} people read, ${bad} rows with problems.`;
    });
  } catch (caught) {
    if (!signal.aborted) state.rosterError.value = infoOf(caught);
  }
}

/** Has plans made; this only reads. */
export async function plan(): Promise<void> {
  const { value: backend } = state.backend;
  const { value: roster } = state.roster;
  if (!backend || !roster) return;
  forgetPlans();
  const signal = running.begin();
  state.isPlanning.value = true;
  const users = roster.people.slice(0, state.toPlan.value).map(({ user }) => user);
  const shown = shownIn(state.plans);
  try {
    for await (const plan of backend.plan(users, { signal })) {
      if (signal.aborted) return;
      shown.add(asInFile(plan, (n) => roster.people[n]!.row));
    }
  } catch (caught) {
    if (!signal.aborted) state.planError.value = infoOf(caught);
  } finally {
    if (signal.aborted) shown.drop();
    else {
      batch(() => {
        shown.show();
        state.isPlanning.value = false;
        state.announcement.value = `${state.plans.value.size} of ${users.length} people planned.`;
      });
    }
  }
}

/** Takes somebody out of the run, or back in. */
export function leaveOut(row: number, isOut: boolean): void {
  const rows = new Set(state.leftOut.value);
  if (isOut) rows.add(row);
  else rows.delete(row);
  state.leftOut.value = rows;
}

/** Carries out the plans shown, exactly as they are. The only way to a write. */
export async function approve(): Promise<void> {
  const { value: backend } = state.backend;
  const { value: roster } = state.roster;
  if (!backend || !roster || state.isRunning.value || state.isPlanning.value) return;
  const signal = running.begin();
  const rows = state.isByPlans.value ? state.approvable.value : roster.people.map((_, row) => row);
  batch(() => {
    state.outcomes.value = new Map();
    state.runError.value = undefined;
    state.isStopping.value = false;
    state.approved.value = rows.length;
    state.isRunning.value = true;
  });
  const shown = shownIn(state.outcomes);
  const ending = { signal, isStopped: () => state.isStopping.value };
  const outcomes = state.isByPlans.value
    ? backend.apply(rows.map(approvedOf), ending)
    : backend.provision(
        roster.people.map(({ user }) => user),
        ending,
      );
  let done = 0;
  try {
    for await (const outcome of outcomes) {
      const told = asInFile(outcome, (n) => roster.people[rows[n]!]!.row);
      shown.add({ ...told, row: rows[outcome.row]! });
      tellQuarter(++done, rows.length);
    }
  } catch (caught) {
    state.runError.value = infoOf(caught);
  } finally {
    batch(() => {
      shown.show();
      state.isRunning.value = false;
      state.announcement.value = `${state.outcomes.value.size} of ${rows.length} people are done.`;
    });
  }
}

/** Says how far a run has come: now and then, or a screen reader would speak of nothing else. */
function tellQuarter(done: number, all: number): void {
  const quarters = (people: number) => Math.floor((people * 4) / all);
  if (quarters(done) > quarters(done - 1)) state.announcement.value = `${done} of ${all} people are done.`;
}

const approvedOf = (row: number): Approved => ({
  plan: state.plans.value.get(row)!,
  user: state.roster.value!.people[row]!.user,
});

/** First ends the run after those in hand; asked again, at once. */
export function stop(): void {
  if (state.isStopping.value || state.isPlanning.value) running.end();
  if (state.isRunning.value) state.isStopping.value = true;
  if (state.isPlanning.value) {
    state.isPlanning.value = false;
    state.planError.value = { code: "aborted", message: "stopped by you", hint: "nothing was written; plan again" };
  }
}

function forgetConnection(): void {
  connecting.end();
  void state.backend.value?.close().catch(() => {});
  batch(() => {
    state.backend.value = undefined;
    state.connection.value = undefined;
    state.whereError.value = undefined;
    state.isConnecting.value = false;
  });
}

function forgetRoster(): void {
  reading.end();
  batch(() => {
    state.roster.value = undefined;
    state.rosterError.value = undefined;
    forgetPlans();
  });
}

function forgetPlans(): void {
  running.end();
  batch(() => {
    state.plans.value = new Map();
    state.planError.value = undefined;
    state.isPlanning.value = false;
    state.leftOut.value = new Set();
    state.outcomes.value = new Map();
    state.approved.value = undefined;
    state.runError.value = undefined;
    state.isStopping.value = false;
  });
}
