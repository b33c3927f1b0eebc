// What only Node (and Deno and Bun) can do: keep a journal in a file.
import { constants } from "node:fs";
import { open, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

// Windows has no links that anybody may make.
const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0 } = constants;
const PRIVATE = 0o600;

/** The files that runs of this process use. */
const inUse = new Set();

/**
 * A journal in a file that only its owner may read: every line is on the disk before the run goes on.
 * @param {string} path
 */
export function fileJournal(path) {
  let file;
  let locked;
  return {
    async *read() {
      const home = join(await realpath(dirname(path)), basename(path));
      await lock(home);
      locked = home;
      file = await open(home, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, PRIVATE);
      const { mode, size } = await file.stat();
      if ((mode & 0o777) !== PRIVATE && process.platform !== "win32") await file.chmod(PRIVATE);
      // The name itself must be on the disk as well.
      if (size === 0) await syncFolder(dirname(home));
      const decoder = new TextDecoder();
      const part = new Uint8Array(1 << 16);
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.read(part, 0, part.length, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        yield decoder.decode(part.subarray(0, bytesRead), { stream: true });
      }
    },
    async append(lines) {
      await file.appendFile(lines);
      await file.datasync();
    },
    async close() {
      const [opened, held] = [file, locked];
      file = locked = undefined;
      await opened?.close();
      if (held !== undefined) await unlock(held);
    },
  };
}

async function syncFolder(path) {
  // Windows opens no folders.
  const folder = await open(path, "r").catch(() => undefined);
  try {
    await folder?.sync().catch(() => {});
  } finally {
    await folder?.close();
  }
}

/** Who holds a lock: process, machine, and when the process began, for its number is given again. */
async function holder(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const began = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${pid} ${hostname()} ${began}\n`;
}

/** Whether the process that wrote this is gone. */
async function isStale(text) {
  const [pid, host] = text.split(" ");
  if (host !== hostname()) return false;
  // In a container every run may have the same number.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === "ESRCH";
  }
  return text !== (await holder(pid));
}

async function lock(path) {
  const name = `${path}.lock`;
  if (inUse.has(path)) throw refusal(path, "by another run of this process");
  inUse.add(path);
  try {
    const own = await holder(process.pid);
    const take = (file) => writeFile(file, own, { flag: "wx", mode: PRIVATE });
    const isTaken = (error) => {
      if (error.code !== "EEXIST") throw error;
      return true;
    };
    if (!(await take(name).catch(isTaken))) return;
    const before = await readFile(name, "utf8").catch(() => "");
    if (!(await isStale(before))) {
      throw refusal(path, `by process ${before.split(" ").slice(0, 2).join(" on ").trim()}; if it is gone, remove ${name}`);
    }
    // One takes it over: who comes first, and finds it as it was.
    const next = `${name}.next`;
    if (await take(next).catch(isTaken)) throw refusal(path, `by a process that takes it over; if there is none, remove ${next}`);
    if ((await readFile(name, "utf8").catch(() => "")) !== before) {
      await rm(next, { force: true });
      throw refusal(path, "by another process");
    }
    await rename(next, name);
  } catch (error) {
    inUse.delete(path);
    throw error;
  }
}

async function unlock(path) {
  inUse.delete(path);
  await rm(`${path}.lock`, { force: true });
}

function refusal(path, why) {
  return Object.assign(new Error(`the journal ${path} is in use ${why}`), { code: "ELOCKED" });
}
