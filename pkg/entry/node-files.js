// What only Node (and Deno and Bun) can do: keep a journal in a file.
import { open, readFile } from "node:fs/promises";

/**
 * A journal in a file: every line is on the disk before the run goes on.
 * @param {string} path
 * @returns {{ read(): Promise<string>, append(text: string): Promise<void> }}
 */
export function fileJournal(path) {
  return {
    async read() {
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        if (error.code === "ENOENT") return "";
        throw error;
      }
    },
    async append(text) {
      const file = await open(path, "a");
      try {
        await file.appendFile(text);
        await file.datasync();
      } finally {
        await file.close();
      }
    },
  };
}
