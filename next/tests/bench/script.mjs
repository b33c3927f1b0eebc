// The peer: what a good Node engineer would write instead, a script for each platform. Same shape as `provisor.mjs`.
import { open as openMyWorkpal, readUsers, tenantPath } from "./scripts/myworkpal.mjs";

const scripts = {
  workspan: () => import("./scripts/workspan.mjs"),
  workiva: () => import("./scripts/workiva.mjs"),
  "workiva-scim": () => import("./scripts/workiva-scim.mjs"),
  "workforce-optimization": () => import("./scripts/workforce-optimization.mjs"),
};

export const open = async (route, facts, options) =>
  route === "myworkpal" ? openMyWorkpal(facts, options) : (await scripts[route]()).open(facts, options);

export const firstRequest = () => ({ method: "GET", url: `https://webapi.example${tenantPath("Company Doe")}` });

export function listReader() {
  const decoder = new TextDecoder();
  return (bytes) => readUsers(JSON.parse(decoder.decode(bytes))).length;
}
