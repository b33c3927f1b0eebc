/** Says what would be done for people; reads only. */

import type { Handler } from "hono";
import { planEach } from "../../../shared/people.js";
import { usersOf } from "../bodies.js";
import { open } from "../platforms.js";
import { streamed } from "../provisioning.js";
import type { AppEnv } from "../settings.js";

export const plan: Handler<AppEnv, "/api/:platform/plan"> = async (context) => {
  const client = open(context.env, context.req.param("platform"));
  const users = await usersOf(context);
  return streamed(context, "plan", client, (ending) => planEach(client, users, ending));
};
