// Reads a request target the way ASP.NET does, so that a mistake in encoding surfaces as it would there.

const LEGAL = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/;

/** Why a strict server would refuse this path and query (RFC 3986), or null. */
export function targetProblem(target) {
  if (!LEGAL.test(target)) return "the request target holds a character that has to be percent-encoded";
  const [path] = target.split("?", 1);
  if (path.split("/").some((segment) => segment === "." || segment === "..")) return "dot segments in the path";
  return null;
}

/**
 * Query options in order, names as they came, values decoded.
 * @param {string} target
 * @returns {[string, string][]}
 */
export function queryOptions(target) {
  const at = target.indexOf("?");
  if (at < 0 || at === target.length - 1) return [];
  return target
    .slice(at + 1)
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [pair, ""] : [pair.slice(0, equals), decodeFormText(pair.slice(equals + 1))];
    });
}

/** A raw `+` is a space here, exactly as on the platform's server. */
export function decodeFormText(text) {
  return text
    .replaceAll("+", " ")
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
      new TextDecoder().decode(Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16))),
    );
}
