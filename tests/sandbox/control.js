// Control endpoints under /__sandbox/, for tests that run in another process.
import { Hono } from "hono";

/**
 * @param {{ log: object[], states: Record<string, any>, faults: import("./faults/book.js").FaultBook,
 *   assumptions: import("./assumptions/book.js").AssumptionBook, calls: string[], reset: () => void }} parts
 */
export function controlApp({ log, states, faults, assumptions, calls, reset }) {
  /** @type {Hono<{ Bindings: { body: string } }>} */
  const root = new Hono();
  const app = root.basePath("/__sandbox");
  /** What a request asks to be changed, or why it cannot be. */
  const changing = (change) => (c) => {
    try {
      return change(c, JSON.parse(c.env.body));
    } catch (error) {
      return c.json({ error: String(error.message) }, 400);
    }
  };
  app.get("/log", (c) => c.json(log));
  app.get("/calls", (c) => c.json(calls));
  app.get("/assumptions", (c) => c.json(assumptions.list()));
  app.post(
    "/assumptions",
    changing((c, values) => {
      assumptions.set(values);
      return c.json(assumptions.list());
    }),
  );
  app.delete("/assumptions", (c) => {
    assumptions.reset();
    return c.body(null, 204);
  });
  app.get("/faults", (c) => c.json(faults.list()));
  app.post(
    "/faults",
    changing((c, { match, ...rest }) => c.json({ id: faults.add({ ...rest, match: fromJson(match) }).id }, 201)),
  );
  app.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.get("/state/:platform", (c) => {
    const state = states[c.req.param("platform")];
    return state ? c.json(state.snapshot()) : c.json({ error: "no such platform in this sandbox" }, 404);
  });
  app.post("/reset", (c) => {
    reset();
    return c.body(null, 204);
  });
  return app;
}

/** JSON has no regular expressions: `{ "regexp": "…" }` stands for one. */
function fromJson(match = {}) {
  const { path, ...rest } = match;
  if (path === undefined) return rest;
  return { ...rest, path: typeof path === "object" ? new RegExp(path.regexp) : path };
}
