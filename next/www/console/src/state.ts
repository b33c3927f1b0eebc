/** What the console knows at the moment. Each step rests on the one before, and goes when that one changes. */

import { computed, signal } from "@preact/signals";
import type { Connection, ErrorInfo, Outcome, Plan, Rowed } from "provisor";
import { PLATFORMS, type PlatformId } from "../../shared/platforms.js";
import type { Backend } from "./backends/backend.js";
import type { Loaded } from "./roster.js";

export type Place = "sandbox" | "worker";

/** More people than this are not planned one by one: they are provisioned together, after a look at some plans. */
export const MOST_PLANS = 200;
/** The plans to look at then. */
export const SOME_PLANS = 20;

// Where
export const platformId = signal<PlatformId>("myworkpal");
export const platform = computed(() => PLATFORMS.find(({ id }) => id === platformId.value)!);
export const place = signal<Place>("sandbox");
/** Neither is kept anywhere: they go with the page. */
export const workerAddress = signal(location.protocol.startsWith("http") ? location.origin : "");
export const workerToken = signal("");
/** Browsers let no page set the cookie that is this platform's session. */
export const isOnlyByWorker = computed(() => platformId.value === "workforce-optimization");

export const isConnecting = signal(false);
export const connection = signal<Connection | undefined>(undefined);
export const backend = signal<Backend | undefined>(undefined);
export const whereError = signal<ErrorInfo | undefined>(undefined);

// Roster
export const roster = signal<Loaded | undefined>(undefined);
export const rosterError = signal<ErrorInfo | undefined>(undefined);

// Plan: the keys are positions in `roster.people`.
export const plans = signal<ReadonlyMap<number, Rowed<Plan>>>(new Map());
export const isPlanning = signal(false);
export const planError = signal<ErrorInfo | undefined>(undefined);
export const leftOut = signal<ReadonlySet<number>>(new Set());
export const isByPlans = computed(() => (roster.value?.people.length ?? 0) <= MOST_PLANS);
/** How many are to be planned. */
export const toPlan = computed(() => {
  const people = roster.value?.people.length ?? 0;
  return isByPlans.value ? people : SOME_PLANS;
});
/** Those whose plans would be carried out if they were approved now. */
export const approvable = computed(() =>
  [...plans.value.values()]
    .filter(({ action, row }) => action !== "blocked" && !leftOut.value.has(row))
    .map(({ row }) => row)
    .sort((a, b) => a - b),
);

// Run
export const outcomes = signal<ReadonlyMap<number, Rowed<Outcome>>>(new Map());
/** How many were approved; nothing before. */
export const approved = signal<number | undefined>(undefined);
export const isRunning = signal(false);
export const isStopping = signal(false);
export const runError = signal<ErrorInfo | undefined>(undefined);

/** Said once to whoever cannot see what has changed. */
export const announcement = signal("");
