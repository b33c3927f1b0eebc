/** The first step: which platform, and where it runs. */

import { PLATFORMS } from "../../../shared/platforms.js";
import { choosePlace, choosePlatform, connect, setWorker } from "../actions.js";
import { Problem } from "../parts/problem.js";
import * as state from "../state.js";

export function WhereStep() {
  const isWorker = state.place.value === "worker";
  return (
    <section aria-labelledby="where">
      <h2 id="where">1. Platform</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <label>
          Platform
          <select
            name="platform"
            value={state.platformId.value}
            onChange={(event) => choosePlatform(event.currentTarget.value as typeof state.platformId.value)}
          >
            {PLATFORMS.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>Where it runs</legend>
          <label class="choice">
            <input
              type="radio"
              name="place"
              value="sandbox"
              checked={!isWorker}
              disabled={state.isOnlyByWorker.value}
              onChange={() => choosePlace("sandbox")}
            />
            In this page, on a stand-in of the platform: for trying out
          </label>
          <label class="choice">
            <input type="radio" name="place" value="worker" checked={isWorker} onChange={() => choosePlace("worker")} />
            Through a Worker, which holds the platform's credentials
          </label>
          {state.isOnlyByWorker.value && (
            <p class="hint">
              {state.platform.value.title} runs through a Worker only: its session is a cookie that browsers let no page
              set.
            </p>
          )}
        </fieldset>
        {isWorker && <WorkerFields />}
        <p class="actions">
          <button type="submit" disabled={state.isConnecting.value}>
            Connect
          </button>
          {state.isConnecting.value && <span>Connecting…</span>}
          {state.connection.value && <span data-testid="connected">Connected to {state.platform.value.title}.</span>}
        </p>
      </form>
      {state.connection.value?.warnings.map((warning) => (
        <p class="warning">{warning}</p>
      ))}
      {state.whereError.value && <Problem error={state.whereError.value} />}
    </section>
  );
}

function WorkerFields() {
  return (
    <>
      <label>
        Address of the Worker
        <input
          type="url"
          name="worker"
          required
          placeholder="https://provisor.example.com"
          value={state.workerAddress.value}
          onInput={(event) => setWorker({ address: event.currentTarget.value })}
        />
      </label>
      <label>
        Token
        <input
          type="password"
          name="token"
          required
          autocomplete="off"
          value={state.workerToken.value}
          onInput={(event) => setWorker({ token: event.currentTarget.value })}
        />
      </label>
      <p class="hint">The token stays in this page's memory, and goes when you leave the page.</p>
    </>
  );
}
