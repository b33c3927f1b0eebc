/** The console: four steps, one below the other; a step appears when the one before is done. */

import { useSignalEffect } from "@preact/signals";
import { Log } from "./parts/log.js";
import { announcement, approved, backend, isRunning, plans, isPlanning, planError, roster } from "./state.js";
import { PlanStep } from "./steps/plan.js";
import { RosterStep } from "./steps/roster.js";
import { RunStep } from "./steps/run.js";
import { WhereStep } from "./steps/where.js";

export function App() {
  useSignalEffect(() => {
    if (!isRunning.value) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  });
  const isReady = backend.value !== undefined && roster.value !== undefined;
  const isPlanned = plans.value.size > 0 || isPlanning.value || planError.value !== undefined;
  return (
    <>
      <header>
        <h1>Provisor console</h1>
        <p>Creates and maintains people's accounts. Nothing is written before you approve it.</p>
      </header>
      <main>
        {/* What runs is not to be changed under its feet. */}
        <fieldset class="steps" disabled={isRunning.value}>
          <legend class="unseen">Set-up</legend>
          <WhereStep />
          <RosterStep />
        </fieldset>
        {isReady && <PlanStep isPlanned={isPlanned} />}
        {approved.value !== undefined && <RunStep />}
        <Log />
      </main>
      <p class="unseen" role="status" aria-live="polite">
        {announcement}
      </p>
    </>
  );
}
