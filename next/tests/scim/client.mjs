// A client of a few lines over the package's builders and readers, as a program of one's own would have it.

import { scim } from "provisor";

/** All that an async iterator gives. */
async function gather(iterator) {
  const all = [];
  for await (const one of iterator) all.push(one);
  return all;
}

/** One request; the answer's status, headers, text and JSON. */
async function send(base, method, path, body, headers = {}) {
  const response = await fetch(base + path, {
    method,
    headers: { accept: "application/scim+json", ...(body && { "content-type": "application/scim+json" }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, etag: response.headers.get("etag"), text, json: () => JSON.parse(text) };
}

/** The client of a server. */
export function client(base) {
  const call = (...request) => send(base, ...request);

  /** The answer's JSON, or the refusal thrown. */
  async function done(...request) {
    const answer = await call(...request);
    if (answer.status >= 300) throw Object.assign(new Error(answer.text), { problem: scim.parseError(answer.status, answer.text) });
    return answer.status === 204 ? undefined : answer.json();
  }

  /** Every resource there is. */
  const all = (path, count) => gather(scim.list((query) => done("GET", `${path}?${query}`), { count }));

  /** The one of this name, by the filter; by the whole list where the server cannot read the filter. */
  async function find(path, attribute, name, only) {
    const answer = await call("GET", `${path}?${scim.query({ filter: scim.eq(attribute, name), count: 10 })}`);
    if (answer.status === 200) return { one: only(answer.json(), name), listed: false };
    const problem = scim.parseError(answer.status, answer.text);
    if (problem.code !== "unsupported") throw new Error(answer.text);
    const named = (await all(path, 50)).filter((resource) => resource[attribute] === name);
    return { one: only({ totalResults: named.length, Resources: named }, name), listed: true };
  }

  return {
    call,
    done,
    all,
    findUser: (name) => find("/Users", "userName", name, scim.onlyUser),
    findGroup: (name) => find("/Groups", "displayName", name, scim.onlyGroup),
  };
}
