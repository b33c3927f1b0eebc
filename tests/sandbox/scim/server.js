// The library's own routers behind Express, on a loopback port: paths, bodies, PATCH, paging and errors are theirs.
// The library's reader of filters cannot read a quote or a backslash, so another one reads them in its place: it
// compares texts by their base letters ("Jose" also finds "José") and cannot read characters beyond U+FFFF.
import { once } from "node:events";
import { createServer } from "node:http";
import express from "express";
import { compileFilter } from "scim-query-filter-parser";
import SCIMMYRouters from "scimmy-routers";
import SCIMMY, { configure } from "../http/scim-library.js";

/** By this header a request finds the call that it belongs to. */
const CALL = "x-sandbox-call";

SCIMMY.Resources.declare(SCIMMY.Resources.User);
SCIMMY.Resources.declare(SCIMMY.Resources.Group);

/**
 * @param {string} base  the path of all resources
 * @returns {Promise<(request: { method: string, target: string, headers: Headers, body: string }, call: any) => Promise<Response>>}
 */
export async function scimServer(base) {
  const calls = new Map();
  const app = express();
  const callOf = (request) => calls.get(request.get(CALL));
  app.use(readQuery(callOf));
  const origin = (request) => callOf(request).origin;
  app.use(base, new SCIMMYRouters({ type: "bearer", handler: () => "administrator", context: callOf, baseUri: origin }));
  configure();
  const server = createServer(app).listen(0, "127.0.0.1");
  // Nothing waits for this server: the sandbox ends when its own connections do.
  server.unref().on("connection", (socket) => socket.unref());
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  let count = 0;
  return async ({ method, target, headers, body }, call) => {
    const id = String(++count);
    calls.set(id, call);
    try {
      const type = headers.get("content-type");
      const init = { method, headers: { [CALL]: id, ...(type && { "content-type": type }) }, body: body || undefined };
      const response = await fetch(`http://127.0.0.1:${port}${target}`, init);
      const text = await response.text();
      const kept = ["content-type", "location", "etag"].map((name) => [name, response.headers.get(name)]);
      return new Response(text || null, { status: response.status, headers: kept.filter(([, value]) => value !== null) });
    } finally {
      calls.delete(id);
    }
  };
}

/** Takes the filter out of a query, for the call to match by, and caps the page. */
const readQuery = (callOf) => (request, response, next) => {
  const call = callOf(request);
  const url = new URL(request.url, "http://localhost");
  const filter = url.searchParams.get("filter");
  url.searchParams.delete("filter");
  request.url = url.pathname + url.search;
  const { pageSize } = call.state.settings;
  const isList = /\/(Users|Groups)$/.test(url.pathname);
  const page = isList ? { count: Math.min(Number(request.query.count ?? pageSize), pageSize) } : {};
  // Express 5 reads the query anew at each look, and so would lose the numbers that the routers make of its texts.
  Object.defineProperty(request, "query", { value: { ...request.query, ...page } });
  try {
    call.matches = filter === null || call.quirks["ignore-filter"] ? () => true : compileFilter(filter);
    next();
  } catch (error) {
    response.status(400).send(new SCIMMY.Messages.Error(new SCIMMY.Types.Error(400, "invalidFilter", error.message)));
  }
};
