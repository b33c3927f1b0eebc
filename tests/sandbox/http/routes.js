// Puts a table of calls on a Hono app, so that a wrong method is a 405 and not a 404.

/**
 * @typedef {(c: import("hono").Context) => Response | Promise<Response>} Handler
 * @param {import("hono").Hono} app
 * @param {Record<string, Record<string, Handler>>} table  path → method → handler
 */
export function addRoutes(app, table) {
  for (const [path, methods] of Object.entries(table)) {
    app.all(path, (c) => {
      const handler = methods[c.req.method];
      if (handler) return handler(c);
      return new Response(null, { status: 405, headers: { allow: Object.keys(methods).join(", ") } });
    });
  }
  return app;
}
