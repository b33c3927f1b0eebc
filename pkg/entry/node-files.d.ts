/**
 * What needs the file system of Node, Deno or Bun.
 *
 * @module provisor/node
 */

import type { Journal } from "../index.js";

/** A journal in a file: every line is on the disk before the run goes on. */
export declare function fileJournal(path: string): Journal;
