/** An error: what happened, and what to do. */

import type { ErrorInfo } from "provisor";

export function Problem({ error }: { error: ErrorInfo }) {
  return (
    <p class="problem" role="alert">
      <strong>{error.message}</strong>
      {error.step && <> (while: {error.step})</>}
      {error.hint && <span class="hint">What to do: {error.hint}.</span>}
      <code>{error.code}</code>
    </p>
  );
}
