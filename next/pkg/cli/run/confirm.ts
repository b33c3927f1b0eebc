/** Asks before people are taken off; without a terminal there is nobody to ask. */

import { createInterface } from "node:readline/promises";
import { EXIT, UsageError } from "../failure.js";

/** Goes on only after a `yes`. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      "there is no terminal to ask at before people are taken off; nothing was sent",
      "add --yes if it is meant",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.exit(EXIT.interrupted));
  try {
    const answer = await terminal.question(`${question} Type yes to go on: `);
    if (answer.trim().toLowerCase() !== "yes") throw new UsageError("not confirmed; nothing was sent");
  } finally {
    terminal.close();
  }
}
