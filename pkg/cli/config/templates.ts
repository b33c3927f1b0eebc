/** Configurations to begin with, one for each platform. */

import type { Platform } from "../platforms.js";

const SCHEMA = "./node_modules/provisor/dist/config.schema.json";
const pair = { clientId: { env: "PROVISOR_CLIENT_ID" }, clientSecret: { env: "PROVISOR_CLIENT_SECRET" } };

const BODIES: Record<Platform, object> = {
  myworkpal: {
    options: {
      baseUrl: "https://webapi.myworkpal.co.uk",
      paths: { createUser: "/ask-the-vendor-for-this-path" },
      ifExists: "update",
    },
    credentials: pair,
  },
  workspan: {
    options: { baseUrl: "https://api.workspan.com", ifExists: "update" },
    credentials: pair,
  },
  workiva: {
    options: {
      route: "platform",
      baseUrl: "https://api.app.wdesk.com",
      organization: "00000000-0000-0000-0000-000000000000",
      ifExists: "update",
    },
    credentials: pair,
  },
  "workforce-optimization": {
    options: { baseUrl: "https://uk.calabriocloud.com", ifExists: "update" },
    credentials: { userId: { env: "PROVISOR_USER_ID" }, password: { env: "PROVISOR_PASSWORD" } },
  },
};

const SCIM = {
  options: {
    route: "scim",
    scim: { baseUrl: "https://as-the-connection-shows.example/scim/v2", bearerToken: { env: "PROVISOR_BEARER_TOKEN" } },
    ifExists: "update",
  },
};

/** The text of a configuration to begin with. */
export function configTemplate(platform: Platform, route?: "scim"): string {
  const body = route === "scim" ? SCIM : BODIES[platform];
  return `${JSON.stringify({ $schema: SCHEMA, platform, ...body }, null, 2)}\n`;
}
