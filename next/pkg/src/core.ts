/** The one module behind everything: where it comes from, and that it is started once. */

import { errorOf, ProvisorError, said } from "./errors.js";
import type { Glue } from "./generated/glue.js";
import { Instance } from "./instance.js";
import { plain } from "./plain.js";

/** What the module can be made from: itself compiled, its bytes, or the answer to a fetch. */
export type ModuleSource = WebAssembly.Module | BufferSource | Response;

/** Where the module comes from. */
export interface Provider {
  /** At once: then calls that do not return a promise need no `init()` before them. */
  now?: () => WebAssembly.Module | BufferSource;
  /** After a while. */
  later?: () => ModuleSource | PromiseLike<ModuleSource>;
  /** What to do when a call that does not return a promise comes too early. */
  hint?: string;
}

let provider: Provider = {};
let compiled: WebAssembly.Module | undefined;
let instance: Instance | undefined;
let starting: Promise<void> | undefined;

/** Names the source; an entry does this. Nothing is loaded yet. */
export function provide(from: Provider): void {
  // Who imports two entries has one module all the same.
  provider = { ...provider, ...from };
}

/** Starts the module from where the entry says. */
export function init(): Promise<void> {
  return initFrom(provider);
}

/** Starts the module from somewhere else than the entry says. */
export async function initFrom(from: Provider): Promise<void> {
  if (running()) return;
  // All who come meanwhile share the attempt; after a failed one, the next call tries again.
  starting ??= start(from).finally(() => (starting = undefined));
  await starting;
}

/** Starts the module at once, from what is at hand. */
export function initNow(from: WebAssembly.Module | BufferSource): void {
  if (!running()) begin(compileNow(from));
}

async function start({ now, later }: Provider): Promise<void> {
  if (now) return begin(compileNow(atHand(now)));
  if (!later) throw unknown();
  const module = await compile(await loaded(later));
  if (running()) return;
  try {
    instance = await Instance.later(module);
    compiled = module;
  } catch (cause) {
    throw unusable(cause);
  }
}

function begin(module: WebAssembly.Module): void {
  try {
    instance = Instance.of(module);
    compiled = module;
  } catch (cause) {
    throw unusable(cause);
  }
}

/** The running instance; after a breakdown, a new one of the same module. */
function running(): Instance | undefined {
  if (compiled && instance?.broken) begin(compiled);
  return instance;
}

/** The running instance where it can be had without waiting. */
export function instanceNow(): Instance | undefined {
  if (!running() && provider.now) begin(compileNow(atHand(provider.now)));
  return instance;
}

/** The running instance, for calls that do not wait. */
export function current(): Instance {
  const now = instanceNow();
  if (now) return now;
  throw new ProvisorError({
    code: "config_missing",
    message: "the WebAssembly module is not loaded yet",
    hint: provider.hint ?? "in this runtime, `await init()` before calls that do not return a promise",
  });
}

/** A function of the module, for calls that do not wait; its errors are the package's own. */
export function ask<Result>(call: (glue: Glue) => unknown): Result {
  const { glue } = current();
  try {
    return call(glue) as Result;
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

/** A builder or reader of the module, by name: plain data in, plain data out. */
export function build<Result>(kind: "odata" | "roster" | "scim" | "workspan", name: string, given: object): Result {
  const input = plain(name, given);
  return ask((glue) => (glue as unknown as Record<string, (name: string, input: unknown) => unknown>)[kind]?.(name, input));
}

function atHand(now: NonNullable<Provider["now"]>): WebAssembly.Module | BufferSource {
  try {
    return now();
  } catch (cause) {
    throw unloadable(`: ${said(cause)}`, cause);
  }
}

async function loaded(later: () => ModuleSource | PromiseLike<ModuleSource>): Promise<ModuleSource> {
  let from: ModuleSource;
  try {
    from = await later();
  } catch (cause) {
    throw unloadable(`: ${said(cause)}`, cause);
  }
  if (isResponse(from) && !from.ok) throw unloadable(`: ${from.url} answered ${from.status}`);
  return from;
}

async function compile(from: ModuleSource): Promise<WebAssembly.Module> {
  const module = asModule(from);
  if (module) return module;
  try {
    if (!isResponse(from)) return await WebAssembly.compile(from as BufferSource);
    // Hosts want exactly this type, and some servers know none for the file.
    if (from.headers.get("content-type") === "application/wasm") {
      return await WebAssembly.compileStreaming(from);
    }
  } catch (cause) {
    throw unusable(cause);
  }
  const bytes = await from.arrayBuffer().catch((cause: unknown) => {
    throw unloadable(" to its end", cause);
  });
  return WebAssembly.compile(bytes).catch((cause: unknown) => {
    throw unusable(cause);
  });
}

function compileNow(from: WebAssembly.Module | BufferSource): WebAssembly.Module {
  try {
    return asModule(from) ?? new WebAssembly.Module(from as BufferSource);
  } catch (cause) {
    throw unusable(cause);
  }
}

/** The module itself, by its tag: one of another realm is one too. */
function asModule(from: unknown): WebAssembly.Module | undefined {
  const is = Object.prototype.toString.call(from) === "[object WebAssembly.Module]";
  return is ? (from as WebAssembly.Module) : undefined;
}

function isResponse(from: unknown): from is Response {
  return typeof (from as Response | undefined)?.arrayBuffer === "function" && "ok" in (from as Response);
}

function unknown(): ProvisorError {
  return new ProvisorError({
    code: "config_missing",
    message: "the WebAssembly module is not known",
    hint: provider.hint ?? 'import from "provisor", not from a file inside it',
  });
}

function unloadable(why: string, cause?: unknown): ProvisorError {
  const hint = "see that provisor.wasm can be read where the package, or its bundle, has it; the next call tries again";
  return new ProvisorError({ code: "network", message: `the WebAssembly module could not be loaded${why}`, hint }, cause);
}

function unusable(cause: unknown): ProvisorError {
  return new ProvisorError(
    {
      code: "config_invalid",
      message: `the WebAssembly module cannot be started: ${said(cause)}`,
      hint:
        "see that what is served as provisor.wasm is this version's file, unchanged, and no web page; and that the " +
        "Content-Security-Policy, if any, has 'wasm-unsafe-eval' in its script-src",
    },
    cause,
  );
}
