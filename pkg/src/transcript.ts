/** Transcripts: a call, gone through again without a network. */

import { core, init } from "./core.js";
import { invalid } from "./errors.js";
import type { Replayed } from "./generated/types.js";

/**
 * Goes through a transcript again: the requests, byte for byte as they were (secrets by reference), and how it ended.
 * Nothing is sent, and no credentials are needed.
 * @throws ProvisorError `stale_journal` when the transcript is damaged, of another version, or when this version
 * would send something else: the message names the first request that differs, and where.
 */
export async function replay(transcript: string): Promise<Replayed> {
  if (typeof transcript !== "string") throw invalid("transcript: is not a text", "pass the text as it was handed over");
  await init();
  return core().replay(transcript) as Replayed;
}
