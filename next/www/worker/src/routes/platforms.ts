/** Which platforms there are, and which of them are set up. */

import type { Handler } from "hono";
import { offered } from "../platforms.js";
import type { AppEnv } from "../settings.js";

export const platforms: Handler<AppEnv, "/api/platforms"> = (context) => context.json(offered(context.env));
