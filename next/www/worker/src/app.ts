/** The Worker's routes, and what stands before all of them. */

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { authenticated } from "./auth.js";
import { answerOf, Problem, problemOf } from "./problems.js";
import { connect } from "./routes/connect.js";
import { plan } from "./routes/plan.js";
import { platforms } from "./routes/platforms.js";
import { provision } from "./routes/provision.js";
import { count, text, type AppEnv } from "./settings.js";

export const app = new Hono<AppEnv>();

app.use("/api/*", (context, next) => {
  const allowed = text(context.env, "ALLOWED_ORIGINS")?.split(/\s+/) ?? [];
  const handle = cors({
    origin: (origin) => (allowed.includes(origin) ? origin : null),
    allowMethods: ["GET", "POST"],
    allowHeaders: ["authorization", "content-type"],
    exposeHeaders: ["retry-after"],
    maxAge: 600,
  });
  return handle(context, next);
});
app.use("/api/*", authenticated);
app.use("/api/*", (context, next) => {
  const maxSize = count(context.env, "MAX_BODY_BYTES", 1_000_000);
  const onError = () => {
    throw new Problem(413, {
      code: "config_invalid",
      message: `body: is larger than ${maxSize} bytes`,
      hint: "send fewer people in a call",
    });
  };
  return bodyLimit({ maxSize, onError })(context, next);
});

app.get("/api/platforms", platforms);
app.post("/api/:platform/connect", connect);
app.post("/api/:platform/plan", plan);
app.post("/api/:platform/provision", provision);

app.notFound(() =>
  answerOf(
    new Problem(404, {
      code: "not_found",
      message: "there is no such call",
      hint: "GET /api/platforms; POST /api/{platform}/connect, plan or provision",
    }),
  ),
);
app.onError((caught) => {
  const problem = problemOf(caught);
  // The text of an error of unknown origin may hold anything: its name has to do.
  if (problem.status === 500)
    console.error(JSON.stringify({ event: "error", code: problem.info.code, name: caught.name }));
  return answerOf(problem);
});
