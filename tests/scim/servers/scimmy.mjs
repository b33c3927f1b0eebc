// npm's scimmy with its routers: resources, PATCH and paging are its own. Its reader of filters cannot read a quote
// or a backslash (see readers/scimmy.mjs), so filters are read by npm's scim-query-filter-parser in its place. That
// one compares texts by their base letters: "Jose" also finds "José".

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

import { predicate } from "../readers/scim-query-filter-parser.mjs";

SCIMMY.Resources.declare(SCIMMY.Resources.User).extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.Group);

/** A store behind one kind of resource, whose names are unique in any case if `unique` names the attribute. */
function keep(Resource, unique) {
  const kept = new Map();
  const folded = (resource) => String(resource[unique]).toLowerCase();
  const known = (id) => kept.get(id) ?? fail(404, null, `no ${id}`);
  Resource.ingress((resource, data) => {
    const id = resource.id ?? randomUUID();
    const plain = { ...JSON.parse(JSON.stringify(data)), id };
    if (resource.id !== undefined) known(id);
    if (unique !== undefined && [...kept.values()].some((other) => other.id !== id && folded(other) === folded(plain))) {
      fail(409, "uniqueness", `${unique} "${plain[unique]}" is taken`);
    }
    kept.set(id, plain);
    return plain;
  });
  Resource.egress((resource, matches) => (resource.id === undefined ? [...kept.values()].filter(matches) : known(resource.id)));
  Resource.degress((resource) => void kept.delete(known(resource.id).id));
}

function fail(...words) {
  throw new SCIMMY.Types.Error(...words);
}

/** Starts it on a free port; gives its base URL and a way to stop it. */
export async function start() {
  keep(SCIMMY.Resources.User, "userName");
  keep(SCIMMY.Resources.Group);
  const app = express();
  app.use((request, response, next) => {
    const url = new URL(request.url, "http://localhost");
    const filter = url.searchParams.get("filter");
    url.searchParams.delete("filter");
    request.url = url.pathname + url.search;
    // Express 5 reads the query anew at each look, and so would lose the numbers that scimmy makes of its texts.
    Object.defineProperty(request, "query", { value: { ...request.query } });
    try {
      request.matches = filter === null ? () => true : predicate(filter);
      next();
    } catch (error) {
      response.status(400).send(new SCIMMY.Messages.Error(new SCIMMY.Types.Error(400, "invalidFilter", error.message)));
    }
  });
  const context = (request) => request.matches;
  app.use(new SCIMMYRouters({ type: "bearer", handler: () => "tester", context }));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}
