/** The third step: what would be done, for each person; and the approval, without which nothing is written. */

import type { Plan } from "provisor";
import { approve, leaveOut, plan, stop } from "../actions.js";
import { Problem } from "../parts/problem.js";
import { RequestView } from "../parts/request.js";
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
  const events = [...state.plans.value.values()].sort((a, b) => a.row - b.row);
  return (
    <ul class="people" data-testid="plans">
      {events.map((event) => {
        const { row, subject } = state.roster.value!.people[event.row]!;
        const place = `row ${row}`;
        return (
          <li key={event.row} data-subject={subject}>
            {event.type === "error" ? (
              <>
                <h3>
                  {subject} <small>{place}</small>
                </h3>
                <Problem error={event.error} isOfRow />
              </>
            ) : (
              <PlanView plan={event.plan} row={event.row} place={place} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function PlanView({ plan, row, place }: { plan: Plan; row: number; place: string }) {
  const isIn = !state.leftOut.value.has(row);
  return (
    <>
      <h3>
        {state.isByPlans.value ? (
          <label class="choice">
            <input
              type="checkbox"
              checked={isIn}
              disabled={state.isRunning.value}
              onChange={(event) => leaveOut(row, !event.currentTarget.checked)}
            />
            {plan.subject}
          </label>
        ) : (
          plan.subject
        )}{" "}
        <small>{place}</small>
      </h3>
      {plan.actions.length === 0 && <p class="same">Nothing would change: the account is as asked.</p>}
      {plan.actions.length > 0 && (
        <ol>
          {plan.actions.map(({ summary, request }, n) => (
            <li key={n}>
              {summary}
              {request ? (
                <details>
                  <summary>Request</summary>
                  <RequestView request={request} />
                </details>
              ) : (
                <small> (its request is known only when it is done)</small>
              )}
            </li>
          ))}
        </ol>
      )}
      {plan.warnings.map((warning) => (
        <p class="warning">{warning}</p>
      ))}
    </>
  );
}

function Approval() {
  const people = state.isByPlans.value ? state.approvable.value.length : state.roster.value!.people.length;
  const actions = state.approvable.value.reduce((sum, row) => {
    const event = state.plans.value.get(row);
    return sum + (event?.type === "plan" ? event.plan.actions.length : 0);
  }, 0);
  const isReady = people > 0 && !state.isPlanning.value && !state.isRunning.value && state.approved.value === undefined;
  const what = people === 1 ? "1 person" : `${people} people`;
  return (
    <p class="actions approval">
      <button type="button" class="approve" disabled={!isReady} onClick={() => void approve()}>
        Approve and carry out for {what}
      </button>
      {state.isByPlans.value && (
        <span>
          {actions === 1 ? "1 action" : `${actions} actions`}, exactly as shown. A plan is refused if the platform has
          changed since.
        </span>
      )}
    </p>
  );
}
