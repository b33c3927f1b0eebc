/** A request as data: secrets show as `{name}`. */

import type { HttpRequest } from "provisor";

export function RequestView({ request }: { request: HttpRequest }) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const text = [`${request.method} ${request.url}`, ...headers, ...(request.body ? ["", pretty(request.body)] : [])];
  return <pre tabIndex={0}>{text.join("\n")}</pre>;
}

/** JSON with its lines broken; a secret without quotes is no JSON, and stays as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
