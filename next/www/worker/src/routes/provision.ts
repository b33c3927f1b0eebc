/** Carries approved plans out, or provisions people without. */

import type { Handler } from "hono";
import { applyEach, provisionEach } from "../../../shared/people.js";
import { orderOf } from "../bodies.js";
import { open } from "../platforms.js";
import { streamed } from "../provisioning.js";
import type { AppEnv } from "../settings.js";

export const provision: Handler<AppEnv, "/api/:platform/provision"> = async (context) => {
  const client = open(context.env, context.req.param("platform"));
  const order = await orderOf(context);
  const events = "approved" in order ? applyEach(client, order.approved) : provisionEach(client, order.users);
  return streamed(context, "provision", client, events);
};
