/** The one module behind everything: where it comes from, and that it is started once. */

import { ProvisorError, errorOf } from "./errors.js";
import * as glue from "./generated/glue.js";

/** Where the module comes from: at once (bytes or a module), or after a while. */
export type Source = BufferSource | WebAssembly.Module | Response | Promise<BufferSource | WebAssembly.Module | Response>;

let source: (() => Source) | undefined;
let started = false;
let starting: Promise<void> | undefined;

/** Names the source; an entry does this. Nothing is loaded yet. */
export function provide(from: () => Source): void {
  source ??= from;
}

function found(): Source {
  if (!source) {
    throw new ProvisorError({
      code: "config_missing",
      message: "the WebAssembly module is not known",
      hint: 'import from "provisor", not from a file inside it',
    });
  }
  return source();
}

function begun(): void {
  glue.onError(errorOf);
  started = true;
}

/** Starts the module now rather than at the first call. Calling it again changes nothing. */
export async function init(): Promise<void> {
  if (started) return;
  starting ??= (async () => {
    const from = await found();
    if (started) return;
    await glue.default({ module_or_path: from as glue.InitInput });
    begun();
  })();
  try {
    await starting;
  } catch (cause) {
    starting = undefined;
    throw cause instanceof ProvisorError
      ? cause
      : new ProvisorError({ code: "internal", message: "the WebAssembly module cannot be started" }, cause);
  }
}

/** Whether a call can be made without waiting; starts the module where its bytes are at hand. */
export function isReady(): boolean {
  if (started) return true;
  const from = found();
  if (from instanceof WebAssembly.Module || ArrayBuffer.isView(from) || from instanceof ArrayBuffer) {
    glue.initSync({ module: from as BufferSource });
    begun();
  }
  return started;
}

/** The module, for calls that do not wait. */
export function core(): typeof glue {
  if (!isReady()) {
    throw new ProvisorError({
      code: "config_missing",
      message: "the WebAssembly module is not loaded yet",
      hint: "in this runtime, `await init()` before calls that do not return a promise",
    });
  }
  return glue;
}
