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
  // Who is in hand when the caller hangs up is finished: there is no signal that would break it off.
  return streamed(context, "provision", client, ({ isStopped }) => {
    const ending = { isStopped };
    return "approved" in order ? applyEach(client, order.approved, ending) : provisionEach(client, order.users, ending);
  });
};
