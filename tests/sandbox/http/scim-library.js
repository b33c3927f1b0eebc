// The SCIM library, which has one configuration and one set of handlers for the whole process: several stand-ins share
// them, so whose state a call is about comes with the call.
import SCIMMY from "scimmy";

const { User, Group } = SCIMMY.Resources;

/**
 * @typedef {object} Handlers  of one kind of resource
 * @property {(resource: any, call: any) => any} egress
 * @property {(resource: any, data: any, call: any) => any} ingress
 * @property {(resource: any, call: any) => void} [degress]
 *
 * @typedef {{ scim: { User: Handlers, Group: Handlers } }} ScimCall  what each call brings along
 */

User.extend(SCIMMY.Schemas.EnterpriseUser, false);
for (const [name, Resource] of Object.entries({ User, Group })) {
  Resource.egress((resource, call) => call.scim[name].egress(resource, call))
    .ingress((resource, data, call) => call.scim[name].ingress(resource, data, call))
    .degress((resource, call) => call.scim[name].degress(resource, call));
}

configure();

/** The library's routers add to this whenever some are made. */
export function configure() {
  // A list that is set is added to the one there is, but for an empty one.
  SCIMMY.Config.set({ authenticationSchemes: [] });
  SCIMMY.Config.set({
    patch: true,
    bulk: false,
    sort: false,
    filter: { supported: true, maxResults: 200 },
    authenticationSchemes: [
      { type: "oauthbearertoken", name: "OAuth Bearer Token", description: "A provisioning connection's token" },
      { type: "httpbasic", name: "HTTP Basic", description: "A provisioning connection's user and password" },
    ],
  });
}

export default SCIMMY;
