// PyPI's scim2-server over memory: everything is its own, filters and ETags included.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { environment, interpreter } from "../readers/python.mjs";

/** Starts it on a free port; gives its base URL and a way to stop it. */
export async function start() {
  const program = fileURLToPath(new URL("serve.py", import.meta.url));
  // It serves until its input ends, so it cannot outlive these tests.
  const child = spawn(interpreter(), [program], { stdio: ["pipe", "pipe", "inherit"], env: environment });
  const lines = createInterface({ input: child.stdout });
  const [port] = await Promise.race([once(lines, "line"), once(child, "exit").then(() => { throw new Error("it does not start"); })]);
  return {
    base: `http://127.0.0.1:${port}/v2`,
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
