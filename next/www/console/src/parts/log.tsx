/** What was sent to the sandbox of this page, newest last. */

import { backend } from "../state.js";

export function Log() {
  const lines = backend.value?.log?.value;
  if (!lines) return null;
  return (
    <details class="log">
      <summary>What was sent to the sandbox: {lines.length} requests</summary>
      <ol data-testid="log">
        {lines.map(({ method, path, status }, n) => (
          <li key={n} data-method={method} data-path={path}>
            <code>
              {method} {path}
            </code>{" "}
            → {status ?? "no answer"}
          </li>
        ))}
      </ol>
    </details>
  );
}
