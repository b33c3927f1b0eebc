/** What callers may send: its shape and its limits. Users themselves are checked by the package, row by row. */

import type { Context } from "hono";
import * as z from "zod";
import type { Approved } from "../../shared/people.js";
import { Problem } from "./problems.js";
import { count, type AppEnv } from "./settings.js";

const user = z.record(z.string(), z.unknown());
const plan = z.looseObject({
  platform: z.string(),
  subject: z.string(),
  fingerprint: z.string(),
  action: z.string(),
  changes: z.array(z.unknown()),
});
const users = z.array(user).min(1);
const approved = z.array(z.strictObject({ plan, user })).min(1);

const PLAN = z.strictObject({ users });
const PROVISION = z.union([z.strictObject({ users }), z.strictObject({ approved })], {
  error: 'expected either { "users": [ … ] } or { "approved": [ { "plan", "user" } ] }',
});

/** The users to plan for. */
export const usersOf = async (context: Context<AppEnv>): Promise<unknown[]> => {
  const body = await bodyOf(context, PLAN);
  return limited(context, body.users);
};

/** Plans that were approved, or users. */
export async function orderOf(context: Context<AppEnv>): Promise<{ users: unknown[] } | { approved: Approved[] }> {
  const body = await bodyOf(context, PROVISION);
  if ("users" in body) return { users: limited(context, body.users) };
  return { approved: limited(context, body.approved as unknown as Approved[]) };
}

async function bodyOf<Schema extends z.ZodType>(context: Context<AppEnv>, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) {
    throw new Problem(415, {
      code: "config_invalid",
      message: "content-type: is not application/json",
      hint: "send JSON",
    });
  }
  let json: unknown;
  try {
    json = await context.req.json();
  } catch (caught) {
    // The limit of the body's size speaks for itself.
    if (!(caught instanceof SyntaxError)) throw caught;
    throw new Problem(400, { code: "config_invalid", message: "body: is not JSON", hint: "send a JSON object" });
  }
  const { data, error } = schema.safeParse(json);
  if (!error) return data as z.output<Schema>;
  const [issue] = error.issues;
  const where = ["body", ...(issue?.path ?? [])].join(".");
  throw new Problem(400, {
    code: "config_invalid",
    message: `${where}: ${issue?.message}`,
    hint: "see the Worker's documentation",
  });
}

function limited<Row>(context: Context<AppEnv>, rows: Row[]): Row[] {
  const most = count(context.env, "MAX_ROWS", 50);
  if (rows.length <= most) return rows;
  throw new Problem(413, {
    code: "config_invalid",
    message: `body: has ${rows.length} people, one call takes ${most} at most`,
    hint: "send them in several calls",
  });
}
