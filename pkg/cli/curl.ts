/** A request as a curl command; secrets stay the placeholders that they are. */

import type { HttpRequest } from "provisor";
import { quoted } from "./shell.js";

/** For a POSIX shell. `--globoff`: the braces of a placeholder are none of curl's. */
export function curl({ method, url, headers, body }: HttpRequest): string {
  const lines = [`curl --globoff --request ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`--header ${quoted(`${name}: ${value}`)}`);
  // --data-raw: a body that begins with @ is no file.
  if (body !== undefined) lines.push(`--data-raw ${quoted(body)}`);
  return lines.join(" \\\n  ");
}
