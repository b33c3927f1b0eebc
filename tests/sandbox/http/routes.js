// A stand-in's calls by name: which requests each is, and what answers them.

/**
 * @typedef {(c: import("hono").Context) => Response | Promise<Response>} Handler
 * @typedef {Record<string, [request: string | string[], handler: Handler]>} Calls
 *   name → `METHOD /path/:parameter`, or several such, and the handler
 */

/**
 * Puts the calls on a Hono app, so that a wrong method is a 405 and not a 404.
 * @param {import("hono").Hono<any>} app
 * @param {Calls} calls
 */
export function addRoutes(app, calls) {
  /** @type {Map<string, Map<string, Handler>>} path → method → handler */
  const paths = new Map();
  for (const [requests, handler] of Object.values(calls)) {
    for (const [method, path] of split(requests)) {
      if (!paths.has(path)) paths.set(path, new Map());
      paths.get(path).set(method, handler);
    }
  }
  for (const [path, methods] of paths) {
    app.all(path, (c) => {
      const handler = methods.get(c.req.method);
      if (handler) return handler(c);
      return new Response(null, { status: 405, headers: { allow: [...methods.keys()].join(", ") } });
    });
  }
  return app;
}

/**
 * The name of the call that a request is, such as `workspan.createUser`.
 * @param {Record<string, Calls>} platforms  the calls of each
 */
export function callNames(platforms) {
  const patterns = Object.entries(platforms).flatMap(([platform, calls]) =>
    Object.entries(calls).flatMap(([name, [requests]]) =>
      split(requests).map(([method, path]) => ({ name: `${platform}.${name}`, method, path: asExpression(path) })),
    ),
  );
  return {
    all: [...new Set(patterns.map(({ name }) => name))],
    /** @param {string} method @param {string} path  without the query @returns {string | null} */
    of: (method, path) => patterns.find((each) => each.method === method && each.path.test(path))?.name ?? null,
  };
}

const split = (requests) => [requests].flat().map((request) => request.split(" "));

const asExpression = (path) =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/:\w+(?:\{[^}]*\})?/g, "[^/]+")}$`);
