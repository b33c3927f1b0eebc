/** Proves the credentials by one harmless read. */

import type { Handler } from "hono";
import { open } from "../platforms.js";
import { note } from "../provisioning.js";
import type { AppEnv } from "../settings.js";

export const connect: Handler<AppEnv, "/api/:platform/connect"> = async (context) => {
  const client = open(context.env, context.req.param("platform"));
  try {
    // There is nothing in it; but a body that is left unread can cost the caller the connection.
    await context.req.text();
    const connection = await client.connect();
    note(context, "connect", { end: "end" });
    return context.json(connection, 200, { "cache-control": "no-store" });
  } finally {
    context.executionCtx.waitUntil(client.close().catch(() => {}));
  }
};
