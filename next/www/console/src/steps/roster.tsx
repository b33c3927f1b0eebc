/** The second step: a roster, dropped, chosen or pasted; and what is wrong with it, by row and column. */

import { useSignal } from "@preact/signals";
import type { roster as rosters } from "provisor";
import { load } from "../actions.js";
import { download } from "../download.js";
import { Problem } from "../parts/problem.js";
import { sampleOf } from "../samples.js";
import { platform, roster, rosterError } from "../state.js";

export function RosterStep() {
  const pasted = useSignal("");
  const isOver = useSignal(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file) await load(file.name, await file.arrayBuffer());
  };
  const sample = sampleOf(platform.value);
  return (
    <section aria-labelledby="roster">
      <h2 id="roster">2. Roster</h2>
      <div
        class={isOver.value ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <label>
          Drop a roster here, or choose a file (CSV or JSON)
          <input
            type="file"
            name="roster"
            accept=".csv,.tsv,.txt,.json,text/csv,application/json"
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              // The same file, corrected, may be chosen again.
              event.currentTarget.value = "";
            }}
          />
        </label>
      </div>
      <details>
        <summary>Paste one instead</summary>
        <label>
          Roster
          <textarea
            name="pasted"
            rows={6}
            spellcheck={false}
            value={pasted}
            onInput={(event) => (pasted.value = event.currentTarget.value)}
          />
        </label>
        <button type="button" onClick={() => void load("pasted", pasted.value)}>
          Read it
        </button>
      </details>
      <p class="actions">
        <button type="button" class="quiet" onClick={() => download(sample.name, "text/plain", sample.text)}>
          Download a sample
        </button>
        <button type="button" class="quiet" onClick={() => void load(sample.name, sample.text)}>
          Use the sample
        </button>
      </p>
      {rosterError.value && <Problem error={rosterError.value} />}
      {roster.value && (
        <p data-testid="roster">
          {roster.value.name}: <strong>{roster.value.people.length}</strong> people to provision
          {roster.value.problems.length > 0 && <>, {badRows(roster.value.problems)} left out</>}.
        </p>
      )}
      {roster.value && roster.value.problems.length > 0 && <Problems problems={roster.value.problems} />}
    </section>
  );
}

function badRows(problems: readonly rosters.RosterProblem[]): string {
  const rows = new Set(problems.map(({ row }) => row)).size;
  return rows === 1 ? "1 row" : `${rows} rows`;
}

function Problems({ problems }: { problems: readonly rosters.RosterProblem[] }) {
  return (
    <div class="scroll" role="region" aria-label="Rows with problems" tabIndex={0}>
      <table data-testid="problems">
        <caption>Rows that are left out until they are fixed; the report names them too</caption>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Column</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, column, message }, n) => (
            <tr key={n}>
              <td>{row}</td>
              <td>{column || "the whole row"}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
