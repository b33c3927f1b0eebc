/** Configurations to begin with, one for each platform. */

import type { Platform } from "../platforms.js";

const SCHEMA = "./node_modules/provisor/dist/config.schema.json";
const pair = { clientId: { env: "PROVISOR_CLIENT_ID" }, clientSecret: { env: "PROVISOR_CLIENT_SECRET" } };

const BODIES: Record<Platform, { options: object; credentials: object }> = {
  myworkpal: {
    options: {
      baseUrl: "https://webapi.myworkpal.co.uk",
      paths: { createUser: "/ask-the-vendor-for-this-path" },
    },
    credentials: pair,
  },
  workspan: { options: { baseUrl: "https://api.workspan.com" }, credentials: pair },
  workiva: {
    options: {
      route: "platform",
      baseUrl: "https://api.app.wdesk.com",
      organization: "00000000-0000-0000-0000-000000000000",
    },
    credentials: pair,
  },
  "workforce-optimization": {
    options: { baseUrl: "https://uk.calabriocloud.com" },
    credentials: { userId: { env: "PROVISOR_USER_ID" }, password: { env: "PROVISOR_PASSWORD" } },
  },
};
const SCIM = {
  options: {
    route: "scim",
    scim: { baseUrl: "https://as-the-connection-shows.example/scim/v2", bearerToken: { env: "PROVISOR_BEARER_TOKEN" } },
  },
};

/** The text of a configuration to begin with. */
export function configTemplate(platform: Platform, route?: string): string {
  const { options, ...rest } = platform === "workiva" && route === "scim" ? SCIM : BODIES[platform];
  const body = { $schema: SCHEMA, platform, options: { ...options, ifExists: "update" }, ...rest };
  return `${JSON.stringify(body, null, 2)}\n`;
}
