/** What a bulk run reads, and where it writes down what it has done. */

import { invalid, ProvisorError, said } from "./errors.js";
import { plain } from "./plain.js";
import type { Journal } from "./types.js";

/** One item as the module takes it; `undefined` is the end. */
export type Step = { value: unknown } | { error: { message: string; hint?: string | undefined } } | undefined;

/** A caller's list, read one by one. */
export interface Pulled {
  /** The next item, or a promise of it. What the list throws is thrown on. */
  next(): Step | Promise<Step>;
  /** What the list threw, if it did. */
  thrown(): { error: unknown } | undefined;
  /** Tells a list that was not read to its end that nobody will. */
  close(): Promise<void>;
}

/** Reads any list, each item made into what the module takes. */
export function pull(what: string, list: unknown, item: (value: unknown, row: number) => unknown = (value) => value): Pulled {
  const items = iterator(what, list);
  let [isOpen, row, thrown] = [true, 0, undefined as { error: unknown } | undefined];
  const step = (result: IteratorResult<unknown>): Step => {
    if (result.done) {
      isOpen = false;
      return undefined;
    }
    const at = row++;
    try {
      return { value: plain(`${what}[${at}]`, item(result.value, at)) };
    } catch (error) {
      // One row that is no data is that row's failure.
      const { message, hint } = (error as ProvisorError).toJSON();
      return { error: { message, hint } };
    }
  };
  const failed = (error: unknown): never => {
    isOpen = false;
    thrown = { error };
    throw new Error(said(error));
  };
  return {
    next() {
      try {
        const result = items.next();
        return "then" in result ? result.then(step).catch(failed) : step(result);
      } catch (error) {
        return failed(error);
      }
    },
    thrown: () => thrown,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      try {
        await items.return?.();
      } catch {
        // It was only told.
      }
    },
  };
}

function iterator(what: string, list: unknown): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof list === "object" && list !== null) {
    if (Symbol.asyncIterator in list) return (list as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    if (Symbol.iterator in list) return (list as Iterable<unknown>)[Symbol.iterator]();
  }
  throw invalid(`${what} must be a list`, "pass an array, or anything that `for await` takes");
}

/** A caller's journal as the module takes it. */
export interface Kept {
  /** The next piece of its text; nothing at the end. */
  read(): Promise<string | undefined>;
  /** Adds lines. */
  append(lines: string): Promise<void>;
  /** What it threw last, if it did. */
  thrown(): unknown;
  /** The run is over. */
  close(): Promise<void>;
}

const inUse = new WeakSet<Journal>();

/** Checks a journal, and keeps it for one run. */
export function keep(journal: Journal): Kept {
  if (typeof journal?.read !== "function" || typeof journal.append !== "function") {
    throw invalid("options.journal must have read() and append(text)", 'pass such an object, or fileJournal(path) from "provisor/node"');
  }
  if (inUse.has(journal)) throw invalid("options.journal is in use by another run", "wait for its end, or give each run a journal of its own");
  inUse.add(journal);
  let pieces: Iterator<unknown> | AsyncIterator<unknown> | undefined;
  let thrown: unknown;
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      thrown = shown(error);
      throw thrown;
    }
  };
  return {
    read: () =>
      guarded(async () => {
        if (pieces === undefined) {
          const text = await journal.read();
          if (text === undefined || text === null) return undefined;
          pieces = typeof text === "string" ? [text][Symbol.iterator]() : iterator("journal.read()", text);
        }
        const { done, value } = await pieces.next();
        if (done) return undefined;
        if (typeof value !== "string") throw invalid("journal.read() must give text", "decode it as UTF-8");
        return value;
      }),
    append: (lines) => guarded(async () => journal.append(lines)),
    thrown: () => thrown,
    async close() {
      inUse.delete(journal);
      await journal.close?.();
    },
  };
}

/** What a host threw, with nothing but what is safe to print: its words without queries, its name and its code. */
function shown(thrown: unknown): unknown {
  if (thrown instanceof ProvisorError) return thrown;
  const error = new Error(said(thrown).replace(/\?[^\s"')]*/g, ""));
  const { name, code } = Object(thrown) as { name?: unknown; code?: unknown };
  if (typeof name === "string") error.name = name;
  return Object.assign(error, typeof code === "string" && { code });
}
