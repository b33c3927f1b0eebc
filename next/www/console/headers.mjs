// The headers with which the built page is to be served: no code and no style but its own, no frame around it.

/**
 * @param {{ workers?: string[] }} [options]  addresses of the Workers that the page may speak to, beside its own host
 * @returns {Record<string, string>}
 */
export function headers({ workers = [] } = {}) {
  const origins = workers.map((address) => new URL(address).origin);
  const policy = {
    "default-src": ["'self'"],
    // The package is WebAssembly: this lets it be compiled, and nothing be evaluated.
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "style-src": ["'self'"],
    "connect-src": ["'self'", ...origins],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
  };
  return {
    "Content-Security-Policy": Object.entries(policy)
      .map(([name, values]) => `${name} ${values.join(" ")}`)
      .join("; "),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}
