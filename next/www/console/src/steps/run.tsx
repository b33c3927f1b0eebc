/** The fourth step: what becomes of each person while it is done, and the report. */

import type { Outcome, Rowed } from "provisor";
import { stop } from "../actions.js";
import { adviceOf } from "../advice.js";
import { pendingWordsOf, wordsOf } from "../changes.js";
import { download } from "../download.js";
import { useFocus } from "../parts/focus.js";
import { Problem } from "../parts/problem.js";
import { asCsv, asJson, reportOf } from "../report.js";
import * as state from "../state.js";

export function RunStep() {
  const heading = useFocus<HTMLHeadingElement>();
  const done = state.outcomes.value.size;
  const all = state.approved.value ?? 0;
  return (
    <section aria-labelledby="run">
      <h2 id="run" ref={heading} tabIndex={-1}>
        4. Outcomes
      </h2>
      <label>
        {done} of {all} people done
        <progress max={Math.max(all, 1)} value={done} data-testid="progress" />
      </label>
      <p data-testid="counts">{counted(state.outcomes.value)}</p>
      {state.isRunning.value && (
        <p class="actions">
          <button type="button" onClick={stop}>
            {state.isStopping.value ? "Stop at once" : "Stop"}
          </button>
          {state.isStopping.value && <span>Ending after those in hand…</span>}
        </p>
      )}
      {!state.isRunning.value && (state.isStopping.value || done < all) && (
        <p class="warning">
          {done < all ? `${all - done} people were not done. ` : ""}Plan again to see how things stand.
        </p>
      )}
      {state.runError.value && <Problem error={state.runError.value} />}
      <Outcomes />
      {!state.isRunning.value && <Report />}
    </section>
  );
}

function counted(outcomes: ReadonlyMap<number, Rowed<Outcome>>): string {
  const counts = new Map<string, number>();
  for (const { status } of outcomes.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}

function Outcomes() {
  const outcomes = [...state.outcomes.value.values()].sort((a, b) => a.row - b.row);
  if (outcomes.length === 0) return null;
  return (
    <div class="scroll" role="region" aria-label="Outcomes" tabIndex={0}>
      <table data-testid="outcomes">
        <caption class="unseen">Outcomes</caption>
        <thead>
          <tr>
            {["Row", "Who", "Status", "Account", "What changed", "Remarks", "Evidence"].map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outcomes.map((outcome) => (
            <OutcomeRow key={outcome.row} outcome={outcome} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OutcomeRow({ outcome }: { outcome: Rowed<Outcome> }) {
  const { row, subject } = state.roster.value!.people[outcome.row]!;
  const { status, id, verified, changes, pending, unverified, warnings, error, requests, evidence } = outcome;
  const advice = adviceOf(outcome);
  return (
    <tr data-status={status}>
      <td>{row}</td>
      <th scope="row">{subject}</th>
      <td class="status">
        {status} {verified && <small>confirmed</small>}
      </td>
      <td>{id}</td>
      <td>
        {changes.map((change) => (
          <p>{wordsOf(change)}</p>
        ))}
      </td>
      <td>
        {error && (
          <p>
            {error.message} <code>{error.code}</code>
          </p>
        )}
        {pending.map((change) => (
          <p class="pending">Not done: {pendingWordsOf(change)}</p>
        ))}
        {unverified.length > 0 && <p>Not shown by the platform: {unverified.join(", ")}</p>}
        {advice && <p class="hint">What to do: {advice}.</p>}
        {warnings.map((warning) => (
          <p class="warning">{warning}</p>
        ))}
      </td>
      <td>
        <details>
          <summary>{requests} requests</summary>
          <ol>
            {evidence.map(({ purpose, method, path, status }, n) => (
              <li key={n}>
                {purpose}:{" "}
                <code>
                  {method} {path}
                </code>{" "}
                → {status === 0 ? "no answer" : status}
              </li>
            ))}
          </ol>
        </details>
      </td>
    </tr>
  );
}

function Report() {
  const name = `provisor-${state.platformId.value}`;
  const rows = () => {
    const [roster, plans, leftOut, outcomes] = [
      state.roster.value!,
      state.plans.value,
      state.leftOut.value,
      state.outcomes.value,
    ];
    return reportOf({ roster, plans, leftOut, outcomes });
  };
  return (
    <p class="actions">
      <button
        type="button"
        class="quiet"
        onClick={() => download(`${name}.csv`, "text/csv;charset=utf-8", asCsv(rows()))}
      >
        Download the report (CSV)
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => download(`${name}.json`, "application/json", asJson(state.platformId.value, rows()))}
      >
        Download the report (JSON)
      </button>
    </p>
  );
}
