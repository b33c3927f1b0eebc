/** Texts as a shell reads them: one word, whatever is in it. */

/** A POSIX shell's single quotes, unless the word needs none. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_\-./:@%+=,]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** A command as it can be typed. */
export const commandLine = (words: string[]): string => words.map(quoted).join(" ");

/** This very call, to be typed again. */
export function thisCall(): string {
  const isNpx = process.env["npm_command"] === "exec";
  return commandLine([...(isNpx ? ["npx", "provisor"] : ["provisor"]), ...process.argv.slice(2)]);
}
