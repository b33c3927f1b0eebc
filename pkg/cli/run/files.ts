/** The files that a run writes: its journal and its transcript, tried before anything is sent. */

import { accessSync, closeSync, constants, existsSync, openSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Journal } from "provisor";
import { fileJournal } from "provisor/node";
import { UsageError } from "../failure.js";

/** People's names and addresses are in them: for their owner's eyes only. */
const MODE = 0o600;

/** A journal in a file. */
export function journalIn(file: string): Journal {
  try {
    closeSync(openSync(file, "a", MODE));
  } catch (error) {
    throw unwritable("--journal", file, error);
  }
  return fileJournal(file);
}

/** Whether a journal has something to go on from. */
export const isBegun = (file: string): boolean => existsSync(file);

/** Takes a transcript, and says afterwards whether it could be kept. */
export function transcriptIn(file: string): { take: (text: string) => void; keep: () => void } {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw unwritable("--transcript", file, error);
  }
  let kept: string | undefined;
  return {
    take: (text) => void (kept = text),
    keep: () => {
      if (kept === undefined) return;
      try {
        writeFileSync(file, kept, { mode: MODE });
      } catch (error) {
        throw unwritable("--transcript", file, error);
      }
    },
  };
}

function unwritable(option: string, file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  return new UsageError(
    `${option} ${file}: cannot be written (${code})`,
    "give a path in a folder that you may write to",
  );
}
