/**
 * What needs the file system of Node, Deno or Bun.
 *
 * @module provisor/node
 */

import type { Journal } from "../index.js";

/**
 * A journal in a file that only its owner may read: every line is on the disk before the run goes on. While a run
 * uses it, `path.lock` keeps other processes out; a lock that was left by a process that died is taken over.
 *
 * @throws Error with code `ELOCKED` when another run uses it, `ELOOP` when the path is a link.
 */
export declare function fileJournal(path: string): Journal;
