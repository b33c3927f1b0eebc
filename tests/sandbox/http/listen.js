// Listens on a loopback port with Node's own server: this file and `oauth-server.js` are all that need Node.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/**
 * @param {ReturnType<typeof import("../sandbox.js").createSandbox>} sandbox
 * @param {{ port?: number }} [where]  port 0, the default, takes a free one
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>}
 */
export async function listen(sandbox, { port = 0 } = {}) {
  const answer = async (request, { incoming, outgoing }) => {
    const reply = await sandbox.handle(request, incoming.url);
    if (reply.kind === "respond") return reply.response;
    if (reply.kind === "drop") outgoing.destroy();
    if (reply.kind === "hang") await closed(outgoing);
    if (reply.kind === "truncate") await cutShort(outgoing, reply);
    return RESPONSE_ALREADY_SENT;
  };
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
  server.on("clientError", (error, socket) => refuseUnparsed(sandbox, error, socket));
  await new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done(undefined));
  });
  const { port: bound } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * The announced length is the whole answer's; the connection ends after a part of it.
 * @param {import("node:http").ServerResponse} outgoing
 * @param {import("../faults/carry-out.js").Reply} reply
 */
function cutShort(outgoing, { response, part }) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders();
  outgoing.write(part, () => outgoing.destroy());
  return closed(outgoing);
}

const closed = (outgoing) => outgoing.closed || new Promise((done) => outgoing.once("close", done));

/** What Node's parser refuses (a raw space in the URL, say) is still a request that was sent. */
function refuseUnparsed(sandbox, error, socket) {
  const [line = ""] = (error.rawPacket?.toString("latin1") ?? "").split("\r\n");
  const [, method = "", target = ""] = /^(\S+) (.*?)(?: HTTP\/[\d.]+)?$/.exec(line) ?? [];
  if (line) {
    sandbox.log.push({ method, target, call: null, headers: {}, body: "", at: sandbox.clock(), faults: [], status: 400 });
  }
  if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  else socket.destroy();
}
