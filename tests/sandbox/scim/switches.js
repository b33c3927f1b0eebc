// What a service provider leaves out: refused before the library sees it, or taken out of what it answered.
import { Refusal } from "../http/refusal.js";
import { queryOptions } from "../http/target.js";

const DISCOVERY = /^\/(ServiceProviderConfig|Schemas|ResourceTypes)(\/|$)/;

/**
 * @param {string} method
 * @param {string} path    below the base
 * @param {string} target
 * @param {import("../assumptions/book.js").Values} assumed
 */
export function refuseSwitchedOff(method, path, target, assumed) {
  const discovery = assumed["scim.discovery"];
  if (DISCOVERY.test(path) && discovery !== "there") throw new Refusal(Number(discovery), "There is no discovery here.");
  if (/^\/Groups(\/|$)/.test(path) && assumed["scim.groups"] === "missing")
    throw new Refusal(404, "There are no groups here.");
  if (method === "PATCH" && assumed["scim.patch"] === "unsupported") throw new Refusal(501, "There is no PATCH here.");
  const hasFilter = queryOptions(target).some(([name]) => name === "filter");
  if (hasFilter && assumed["scim.filter"] === "unsupported")
    throw new Refusal(400, "There are no filters here.", { scimType: "invalidFilter" });
}

/** The library's answer, as the switches have it. @param {Response} response @param {string} method */
export async function bent(response, method, assumed) {
  if (response.status === 204) return response;
  if (method === "PATCH" && response.ok && assumed["scim.patch-answer"] === "204")
    return new Response(null, { status: 204 });
  const isCreate = method === "POST" && response.status === 201;
  const status = isCreate ? Number(assumed["scim.created-status"]) : response.status;
  const value = without(await response.json(), assumed);
  return new Response(JSON.stringify(value), { status, headers: response.headers });
}

function without(value, assumed) {
  if (!Array.isArray(value.Resources)) return one(value, assumed);
  return { ...value, Resources: value.Resources.map((each) => one(each, assumed)) };
}

function one(resource, assumed) {
  switch (resource.meta?.resourceType) {
    case "ServiceProviderConfig":
      return withSupport(resource, assumed);
    case "Schema":
      return assumed["scim.emails-returned"] === "never" ? hiding(resource) : resource;
    case "User": {
      const { emails, ...rest } = resource;
      return assumed["scim.emails-returned"] === "never" ? rest : resource;
    }
    default:
      return resource;
  }
}

const withSupport = (config, assumed) => ({
  ...config,
  patch: { ...config.patch, supported: assumed["scim.patch"] === "supported" },
  filter: { ...config.filter, supported: assumed["scim.filter"] === "supported" },
});

const hiding = (schema) => ({
  ...schema,
  attributes: schema.attributes.map((each) => (each.name === "emails" ? { ...each, returned: "never" } : each)),
});
