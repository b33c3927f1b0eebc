// The reader and the server that are written in Python, in a virtual environment under target/, made at first use.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const requirements = path("requirements.txt");

/** What a Python program of these tests is started with. */
export const environment = { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONUNBUFFERED: "1", PYTHONWARNINGS: "ignore" };

/** The environment's interpreter. Its folder is named by what is installed, so a changed list makes a new one. */
export function interpreter() {
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const home = path(`../../../target/scim-python-${version}`);
  if (!existsSync(home)) {
    const draft = `${home}.${process.pid}`;
    try {
      execFileSync("python3", ["-m", "venv", "--copies", draft], { stdio: "pipe" });
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
      execFileSync(`${draft}/bin/python3`, pip, { stdio: "pipe" });
      renameSync(draft, home);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(home)) {
        throw new Error(`These tests need Python 3.11 or newer with venv, and the packages of ${requirements}: ${error.stderr ?? error}`);
      }
    }
  }
  return `${home}/bin/python3`;
}

/** The tree that scim2-models sees in each text; an error where it cannot read one. */
export function readAll(texts) {
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const options = { input, encoding: "utf8", maxBuffer: 1 << 30, env: environment };
  const { status, stdout, stderr } = spawnSync(interpreter(), [path("read.py")], options);
  if (status !== 0) throw new Error(`scim2-models: ${stderr}`);
  const answers = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (answers.length !== texts.length) throw new Error(`scim2-models answered ${answers.length} of ${texts.length}`);
  return answers;
}
