// Control endpoints under /__sandbox/, for tests that run in another process.
import { Hono } from "hono";

/** @param {{ log: object[], states: Record<string, any>, faults: import("./faults/book.js").FaultBook, reset: () => void }} parts */
export function controlApp({ log, states, faults, reset }) {
  /** @type {Hono<{ Bindings: { body: string } }>} */
  const root = new Hono();
  const app = root.basePath("/__sandbox");
  app.get("/log", (c) => c.json(log));
  app.get("/faults", (c) => c.json(faults.list()));
  app.post("/faults", (c) => {
    try {
      const { match, ...rest } = JSON.parse(c.env.body);
      return c.json({ id: faults.add({ ...rest, match: fromJson(match) }).id }, 201);
    } catch (error) {
      return c.json({ error: String(error.message) }, 400);
    }
  });
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
