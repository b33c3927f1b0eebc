/** The third step: what would be done, for each person; and the approval, without which nothing is written. */

import type { Plan, Rowed } from "provisor";
import { approve, leaveOut, plan, stop } from "../actions.js";
import { wordsOf } from "../changes.js";
import { Problem } from "../parts/problem.js";
import { useFocus } from "../parts/focus.js";
import * as state from "../state.js";

export function PlanStep({ isPlanned }: { isPlanned: boolean }) {
  const heading = useFocus<HTMLHeadingElement>();
  const isBusy = state.isPlanning.value || state.isRunning.value;
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" ref={heading} tabIndex={-1}>
        3. Plan
      </h2>
      <p>Planning only reads: it says what would be done.</p>
      {!state.isByPlans.value && <ManyPeople />}
      <p class="actions">
        <button type="button" disabled={isBusy || state.toPlan.value === 0} onClick={() => void plan()}>
          {isPlanned ? "Plan again" : "Plan"}
        </button>
        {state.isPlanning.value && (
          <button type="button" class="quiet" onClick={stop}>
            Stop planning
          </button>
        )}
      </p>
      {state.isPlanning.value && (
        <label>
          {state.plans.value.size} of {state.toPlan.value} people planned
          <progress max={state.toPlan.value} value={state.plans.value.size} />
        </label>
      )}
      {state.planError.value && <Problem error={state.planError.value} />}
      {state.plans.value.size > 0 && <People />}
      {state.plans.value.size > 0 && <Approval />}
    </section>
  );
}

function ManyPeople() {
  return (
    <p class="warning">
      These are more than {state.MOST_PLANS} people, so they are provisioned together rather than by a plan each: people
      are looked up many at a time. The plans of the first {state.SOME_PLANS} show what is done; your approval is for
      all of them.
    </p>
  );
}

function People() {
  const plans = [...state.plans.value.values()].sort((a, b) => a.row - b.row);
  return (
    <ul class="people" data-testid="plans">
      {plans.map((plan) => (
        <PlanView key={plan.row} plan={plan} />
      ))}
    </ul>
  );
}

function PlanView({ plan }: { plan: Rowed<Plan> }) {
  const { row, subject } = state.roster.value!.people[plan.row]!;
  const { action, changes, requests, warnings } = plan;
  return (
    <li data-subject={subject}>
      <h3>
        {state.isByPlans.value && action !== "blocked" ? (
          <label class="choice">
            <input
              type="checkbox"
              checked={!state.leftOut.value.has(plan.row)}
              disabled={state.isRunning.value}
              onChange={(event) => leaveOut(plan.row, !event.currentTarget.checked)}
            />
            {subject}
          </label>
        ) : (
          subject
        )}{" "}
        <small>row {row}</small>
      </h3>
      {action === "blocked" && <Problem error={plan.error} isOfRow />}
      {action === "none" && <p class="same">Nothing would change: the account is as asked.</p>}
      {changes.length > 0 && (
        <ol>
          {changes.map((change, n) => (
            <li key={n}>{wordsOf(change)}</li>
          ))}
        </ol>
      )}
      {requests.length > 0 && (
        <details>
          <summary>{requests.length === 1 ? "1 request" : `${requests.length} requests`}</summary>
          <ol>
            {requests.map(({ purpose, method, path }, n) => (
              <li key={n}>
                {purpose}:{" "}
                <code>
                  {method} {path}
                </code>
              </li>
            ))}
          </ol>
        </details>
      )}
      {warnings.map((warning) => (
        <p class="warning">{warning}</p>
      ))}
    </li>
  );
}

function Approval() {
  const people = state.isByPlans.value ? state.approvable.value.length : state.roster.value!.people.length;
  const changes = state.approvable.value.reduce((sum, row) => sum + state.plans.value.get(row)!.changes.length, 0);
  const isReady = people > 0 && !state.isPlanning.value && !state.isRunning.value && state.approved.value === undefined;
  const what = people === 1 ? "1 person" : `${people} people`;
  return (
    <p class="actions approval">
      <button type="button" class="approve" disabled={!isReady} onClick={() => void approve()}>
        Approve and carry out for {what}
      </button>
      {state.isByPlans.value && (
        <span>
          {changes === 1 ? "1 change" : `${changes} changes`}, exactly as shown. A plan is refused if the platform has
          changed since.
        </span>
      )}
    </p>
  );
}
