/** An error: what happened, and what to do. */

import type { ErrorInfo } from "provisor";

/** One of a row is not read out: there may be many. */
export function Problem({ error, isOfRow }: { error: ErrorInfo; isOfRow?: boolean }) {
  return (
    <p class="problem" role={isOfRow ? undefined : "alert"}>
      <strong>{error.message}</strong>
      {error.step && <> (while: {error.step})</>}
      {error.hint && <span class="hint">What to do: {error.hint}.</span>}
      <code>{error.code}</code>
    </p>
  );
}
