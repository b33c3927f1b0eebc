#!/usr/bin/env node
/** The command line: parses the call, runs the command, and ends with its exit code. */

import { CommanderError } from "commander";
import { EXIT, exitCodeOf } from "./failure.js";
import { program } from "./program.js";

const run = program(async (voice, work) => {
  try {
    process.exitCode = await work();
  } catch (error) {
    voice.bar.stop();
    voice.error(error);
    process.exitCode = exitCodeOf(error, false);
  }
});

try {
  await run.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // It has said itself what is wrong; help and version are no mistakes.
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  if (error.exitCode !== 0 && process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ type: "error", code: "usage", message })}\n`);
  }
}
