// npm's scimmy with its routers, as the sandbox mounts them: resources, PATCH and paging are its own. Its reader of
// filters cannot read a quote or a backslash (see readers/scimmy.mjs), so filters are read by npm's
// scim-query-filter-parser in its place. That one compares texts by their base letters: "Jose" also finds "José".

import { createSandbox, SCIM_PROVIDER as BASE } from "../../sandbox.mjs";

/** Starts it on a free port, empty and open to everybody; gives its base URL and a way to stop it. */
export async function start() {
  const seed = { users: [], groups: [], settings: { isOpen: true, pageSize: 1000 } };
  const { listen } = createSandbox({ platforms: ["scim"], seed: { scim: seed } });
  const { url, close } = await listen();
  return { base: url + BASE, stop: close };
}
