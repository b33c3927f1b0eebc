/**
 * The configuration file: one description, from which the published JSON Schema is made and by which every file is
 * checked. Its `options` are those of the package's clients; a test compares the two.
 */

import * as z from "zod";

const env = z
  .strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of an environment variable") })
  .describe("The environment variable that holds the value.");
const secret = env.describe("A secret: only ever the name of the environment variable that holds it.");
const text = z.string().min(1, "must not be empty");
const textOrEnv = z
  .union([text, env], { error: 'give a text, or { "env": "NAME" } to take it from an environment variable' })
  .describe("A text, or the environment variable that holds it.");
const whole = z.int();

/** A setting that may be left out. */
const may = <T extends z.ZodType>(type: T, about: string): z.ZodOptional<T> => type.optional().describe(about);
/** A group of such settings. */
const group = <T extends z.ZodRawShape>(settings: T, about: string): z.ZodOptional<z.ZodObject<T, z.core.$strict>> =>
  may(z.strictObject(settings), about);

const common = {
  timeoutMs: may(whole, "The longest that one request may take, in milliseconds. Default 30000."),
  maxRetries: may(whole, "Attempts after the first one, for requests that may be repeated. Default 4."),
  maxWaitMs: may(whole, "The longest wait that the platform may ask for, in milliseconds. Default 60000."),
  concurrency: may(whole, "Requests in flight at once. Default 4."),
  requestsPerSecond: may(z.number(), "Requests a second. Default: no limit of our own."),
  headers: may(z.record(z.string(), textOrEnv), "Headers added to every request, such as a gateway's."),
  ifExists: may(z.enum(["update", "leave", "fail"]), "What to do with an account that exists. Default update."),
  hiddenAttributes: may(
    z.enum(["leave", "write"]),
    "Attributes that the platform does not show: leave them, or write them in each run. Default leave.",
  ),
  linkHosts: may(z.array(text), "Hosts that links in answers may name beside the platform's own."),
  allowInsecure: may(z.boolean(), "Allow http:// to other machines. Default false."),
  maxResponseBytes: may(whole, "The largest answer to read, in bytes. Default 33554432."),
};
const $schema = may(z.string(), "The address of this schema, for editors.");
const credentials = group(
  {
    clientId: may(textOrEnv, "The client id. Default: the variable PROVISOR_CLIENT_ID."),
    clientSecret: may(secret, "The client secret. Default: the variable PROVISOR_CLIENT_SECRET."),
  },
  "The API client's id and secret; of Workiva, for the platform route.",
);

const myworkpal = z.strictObject({
  baseUrl: text.describe("The API's address, such as https://webapi.myworkpal.co.uk; it differs per customer."),
  paths: group(
    {
      createUser: may(text, "The path that creates a user; ask the vendor's support for it."),
      updateEmployee: may(text, "The path that writes an employee record."),
      updatePersonal: may(text, "The path that writes a personal record."),
      readAddresses: may(text, "The path of a user's address records."),
      updateAddresses: may(text, "The path that writes a user's address records."),
      updateMetadata: may(text, "The path that writes the tenant's own fields."),
      updateSalary: may(text, "The path that writes a salary."),
    },
    "Paths that no public document names. None has a default.",
  ),
  addressBody: may(z.record(z.string(), z.unknown()), "What to put around addresses that are written."),
  ...common,
});

const workspan = z.strictObject({
  baseUrl: text.describe("The API's address: https://api.workspan.com, or https://api-sandbox.workspan.com."),
  environment: may(text, "The environment, such as uat.workspan.com, unless it is production."),
  subscriptionKey: may(secret, "A gateway's key. Default: the variable PROVISOR_SUBSCRIPTION_KEY, if it is set."),
  ...common,
});

const workivaPlatform = z.strictObject({
  route: z.literal("platform"),
  baseUrl: text.describe("https://api.app.wdesk.com (US), https://api.eu.wdesk.com or https://api.apac.wdesk.com."),
  organization: text.describe("The organization's id: a UUID."),
  apiVersion: may(text, "The version of the API. Default 2026-01-01."),
  tokenPath: may(text, "The path of the token endpoint. Default /iam/v1/oauth2/token."),
  scope: may(z.string(), "The scope to ask for. Default organization:read organization:write."),
  ...common,
});

const workivaScim = z.strictObject({
  route: z.literal("scim"),
  scim: z.strictObject({
    baseUrl: text.describe("The address of SCIM, as the provisioning connection shows it."),
    bearerToken: may(secret, "The connection's token. Default: the variable PROVISOR_BEARER_TOKEN."),
    basic: group(
      { userName: textOrEnv.describe("The user name."), password: secret.describe("Its password.") },
      "HTTP Basic, instead of a token.",
    ),
    groupNames: group(
      {
        organizationRole: may(text, "Default organization:role:{role}."),
        workspace: may(text, "Default workspace:{workspace}."),
        workspaceRole: may(text, "Default workspace:{workspace}:role:{role}."),
        workspaceGroup: may(text, "Default workspace:{workspace}:group:{group}."),
      },
      "The names of the groups that stand for roles, memberships and groups.",
    ),
  }),
  ...common,
});
const workiva = z.discriminatedUnion("route", [workivaPlatform, workivaScim], { error: 'give "platform" or "scim"' });

const workforceOptimization = z.strictObject({
  baseUrl: text.describe("The host, such as https://uk.calabriocloud.com. Without /api/rest."),
  referenceUser: may(text, "The user name of a person whose roles and views may be copied."),
  defaults: group(
    {
      displayName: may(text, "The name to show. Default {firstName} {lastName}."),
      timeZone: may(text, "The time zone."),
    },
    "What a new person gets who is given nothing else.",
  ),
  paths: group(
    { roles: may(text, "The path of the list of roles."), views: may(text, "The path of the list of WFM views.") },
    "Addresses that no public document names.",
  ),
  ...common,
});
const administrator = group(
  {
    userId: may(textOrEnv, "The user name to log in with. Default: the variable PROVISOR_USER_ID."),
    password: may(secret, "Its password. Default: the variable PROVISOR_PASSWORD."),
  },
  "The user that logs in: an administrator.",
);

/** The settings for one platform. */
export const profileSchema = z.discriminatedUnion(
  "platform",
  [
    z.strictObject({ $schema, platform: z.literal("myworkpal"), options: myworkpal, credentials }),
    z.strictObject({ $schema, platform: z.literal("workspan"), options: workspan, credentials }),
    z
      .strictObject({ $schema, platform: z.literal("workiva"), options: workiva, credentials })
      .refine(({ options, credentials }) => options.route !== "scim" || credentials === undefined, {
        path: ["credentials"],
        error: "the SCIM route takes none; name the token's variable in options.scim.bearerToken",
      }),
    z.strictObject({
      $schema,
      platform: z.literal("workforce-optimization"),
      options: workforceOptimization,
      credentials: administrator,
    }),
  ],
  { error: "give one of: myworkpal, workspan, workiva, workforce-optimization" },
);

/** Several of them in one file, by names of one's own. */
export const profilesSchema = z.strictObject({
  $schema,
  default: may(text, "The profile to use when --profile and --platform name none."),
  profiles: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "a name begins with a letter and has letters, digits, - and _"),
      profileSchema,
    )
    .describe("Settings by name; choose with --profile NAME."),
});

export type Profile = z.infer<typeof profileSchema>;

/** Where a profile's platform is. */
export const addressOf = ({ options }: Profile): string => ("scim" in options ? options.scim.baseUrl : options.baseUrl);

/** The published JSON Schema. */
export function jsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(z.union([profileSchema, profilesSchema]), {
    target: "draft-7",
    reused: "ref",
  });
  return {
    $schema,
    title: "Configuration of the provisor command line",
    description: "Where a platform is and which options it takes. Never a secret: it names environment variables.",
    ...rest,
  };
}
