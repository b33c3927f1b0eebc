// The sandbox as a plain `fetch` handler: faults of the wire become what fetch does about them.

/**
 * A string is taken as it stands, so that a test sees the very URL it was given;
 * a `Request` has already been through the platform's URL parser.
 * @param {(request: Request, target: string) => Promise<import("../faults/carry-out.js").Reply>} handle
 * @returns {(input: string | URL | Request, init?: RequestInit) => Promise<Response>}
 */
export const answerAsFetch = (handle) => async (input, init) => {
  const request = new Request(input, init);
  const target = targetOf(typeof input === "string" ? input : request.url);
  const { signal } = request;
  signal.throwIfAborted();
  const aborted = new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([aborted, handle(request, target).then(asFetch)]);
};

/** @param {string} url */
const targetOf = (url) => {
  const rest = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/#.*$/s, "");
  return rest.startsWith("/") ? rest : `/${rest}`;
};

/** @param {import("../faults/carry-out.js").Reply} reply */
function asFetch({ kind, response, part }) {
  switch (kind) {
    case "drop":
      throw new TypeError("fetch failed");
    case "hang":
      return new Promise(() => {});
    case "truncate":
      return new Response(endingEarly(part), response);
    default:
      return response;
  }
}

/** The part is handed out first: erroring at once would throw it away unread. */
function endingEarly(part) {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent || part.length === 0) return controller.error(new TypeError("terminated"));
      sent = true;
      controller.enqueue(part);
    },
  });
}
