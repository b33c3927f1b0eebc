/** A request as a curl command; the session stays a placeholder. */

import type { HttpRequest } from "provisor";
import { quoted } from "./shell.js";

/** For a POSIX shell. `--globoff`: the braces of a placeholder are none of curl's. */
export function curl(baseUrl: string, session: string, { method, path, headers, body }: HttpRequest): string {
  const lines = [`curl --globoff --request ${method} ${quoted(baseUrl.replace(/\/+$/, "") + path)}`];
  const all = [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), session];
  lines.push(...all.map((header) => `--header ${quoted(header)}`));
  // --data-raw: a body that begins with @ is no file.
  if (body !== undefined) lines.push(`--data-raw ${quoted(body)}`);
  return lines.join(" \\\n  ");
}
