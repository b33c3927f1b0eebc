/**
 * The configuration file: one description, from which the published JSON Schema is made and by which every file is
 * checked. Its `options` are those of the package's clients; a test compares the two.
 */

import * as z from "zod";

const env = z
  .strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of an environment variable") })
  .describe("The environment variable that holds the value.");
const secret = env.describe("A secret: only ever the name of the environment variable that holds it.");
const text = z.string().min(1, "is empty");
const textOrEnv = z
  .union([text, env], { error: 'give a text, or { "env": "NAME" } to take it from an environment variable' })
  .describe("A text, or the environment variable that holds it.");
const whole = z.int();

const common = {
  timeoutMs: whole.optional().describe("The longest that one request may take, in milliseconds. Default 30000."),
  maxRetries: whole.optional().describe("Tries after the first one, for requests that may be repeated. Default 4."),
  maxWaitMs: whole
    .optional()
    .describe("The longest wait that the platform may impose, in milliseconds. Default 60000."),
  concurrency: whole.optional().describe("Requests in flight at once. Default 4."),
  requestsPerSecond: z.number().optional().describe("Requests a second. Default: no limit of our own."),
  headers: z
    .record(z.string(), textOrEnv)
    .optional()
    .describe("Headers added to every request, such as those that a gateway wants."),
  ifExists: z
    .enum(["update", "leave", "fail"])
    .optional()
    .describe("What to do with somebody who is already there. Default update."),
  allowInsecure: z.boolean().optional().describe("Allow http:// to other machines. Default false."),
  maxResponseBytes: whole.optional().describe("The largest answer to read, in bytes. Default 10485760."),
};

const pair = z
  .strictObject({
    clientId: textOrEnv.optional().describe("The client id. Default: the variable PROVISOR_CLIENT_ID."),
    clientSecret: secret.optional().describe("The client secret. Default: the variable PROVISOR_CLIENT_SECRET."),
  })
  .describe("The API client's id and secret.");

const schemaReference = z.string().optional().describe("The address of this schema, for editors.");

const myworkpal = z.strictObject({
  $schema: schemaReference,
  platform: z.literal("myworkpal"),
  options: z.strictObject({
    baseUrl: text.describe("The API's address, such as https://webapi.myworkpal.co.uk; it differs per customer."),
    paths: z
      .strictObject({
        createUser: text.optional().describe("The path that creates a user; ask the vendor's support for it."),
        updateEmployee: text.optional().describe("The path that writes an employee record."),
        updatePersonal: text.optional().describe("The path that writes a personal record."),
        addresses: text.optional().describe("The path of a user's address records."),
      })
      .optional()
      .describe("Paths that no public document names. None has a default."),
    ...common,
  }),
  credentials: pair.optional(),
});

const workspan = z.strictObject({
  $schema: schemaReference,
  platform: z.literal("workspan"),
  options: z.strictObject({
    baseUrl: text.describe("The API's address: https://api.workspan.com, or https://api-sandbox.workspan.com."),
    environment: text.optional().describe("The environment, such as uat.workspan.com, unless it is production."),
    subscriptionKey: secret
      .optional()
      .describe(
        "The gateway's key, where one is wanted. Default: the variable PROVISOR_SUBSCRIPTION_KEY, if it is set.",
      ),
    ...common,
  }),
  credentials: pair.optional(),
});

const workivaPlatform = z.strictObject({
  route: z.literal("platform"),
  baseUrl: text.describe("https://api.app.wdesk.com (US), https://api.eu.wdesk.com or https://api.apac.wdesk.com."),
  organization: text.describe("The organization's id: a UUID."),
  apiVersion: text.optional().describe("The version of the API. Default 2026-01-01."),
  tokenPath: text.optional().describe("The path of the token endpoint. Default /iam/v1/oauth2/token."),
  scope: z.string().optional().describe("The scope to ask for. Default organization:read organization:write."),
  linkHosts: z.array(text).optional().describe("Hosts that links in answers may name beside Workiva's own."),
  ...common,
});

const workivaScim = z.strictObject({
  route: z.literal("scim"),
  scim: z.strictObject({
    baseUrl: text.describe("The address of SCIM, as the provisioning connection shows it."),
    bearerToken: secret.optional().describe("The connection's token. Default: the variable PROVISOR_BEARER_TOKEN."),
    groupNames: z
      .strictObject({
        organizationRole: text.optional().describe("Default organization:role:{role}."),
        workspace: text.optional().describe("Default workspace:{workspace}."),
        workspaceRole: text.optional().describe("Default workspace:{workspace}:role:{role}."),
        workspaceGroup: text.optional().describe("Default workspace:{workspace}:group:{group}."),
      })
      .optional()
      .describe("How the groups are called that stand for roles, memberships and groups."),
  }),
  ...common,
});

const workiva = z.strictObject({
  $schema: schemaReference,
  platform: z.literal("workiva"),
  options: z.discriminatedUnion("route", [workivaPlatform, workivaScim], { error: 'give "platform" or "scim"' }),
  credentials: pair.optional().describe("For the platform route: the API client's id and secret."),
});

const workforceOptimization = z.strictObject({
  $schema: schemaReference,
  platform: z.literal("workforce-optimization"),
  options: z.strictObject({
    baseUrl: text.describe("The host, such as https://uk.calabriocloud.com. Without /api/rest."),
    referenceUser: text.optional().describe("The user name of somebody whose roles and views may be copied."),
    paths: z
      .strictObject({
        roles: text.optional().describe("The path of the list of roles."),
        views: text.optional().describe("The path of the list of WFM views."),
      })
      .optional()
      .describe("Addresses that no public document names."),
    ...common,
  }),
  credentials: z
    .strictObject({
      userId: textOrEnv.optional().describe("The user name to log in with. Default: the variable PROVISOR_USER_ID."),
      password: secret.optional().describe("Its password. Default: the variable PROVISOR_PASSWORD."),
    })
    .optional()
    .describe("The user that logs in: an administrator."),
});

/** The settings for one platform. */
export const profileSchema = z.discriminatedUnion("platform", [myworkpal, workspan, workiva, workforceOptimization], {
  error: "give one of: myworkpal, workspan, workiva, workforce-optimization",
});

/** Several of them in one file, by names of one's own. */
export const profilesSchema = z.strictObject({
  $schema: schemaReference,
  default: text.optional().describe("The profile to use when --profile and --platform name none."),
  profiles: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "a name begins with a letter and has letters, digits, - and _"),
      profileSchema,
    )
    .describe("Settings by name; choose with --profile NAME."),
});

export type Profile = z.infer<typeof profileSchema>;

/** The published JSON Schema. */
export function jsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(z.union([profileSchema, profilesSchema]), {
    target: "draft-7",
    reused: "ref",
  });
  return {
    $schema,
    title: "Configuration of the provisor command line",
    description: "Where a platform is and how to go about it. Secrets are never in it: it names environment variables.",
    ...rest,
  };
}
