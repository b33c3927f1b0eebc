/** The platform behind a Worker, which holds the credentials; the page knows the Worker's address and a token. */

import type { Connection, ErrorInfo } from "provisor";
import { isPrivate } from "../../../shared/address.js";
import { Alike } from "../../../shared/alike.js";
import { errorOf, type Approved, type End, type PlanEvent, type RunEvent } from "../../../shared/events.js";
import { valuesOf } from "../../../shared/ndjson.js";
import type { Ending } from "../../../shared/people.js";
import type { PlatformId } from "../../../shared/platforms.js";
import type { Backend } from "./backend.js";

/** People in one request: Workers limit the requests that one call may cause. */
const AT_ONCE = 10;

/** What the Worker, or the way to it, refused. */
export class WorkerError extends Error {
  readonly info: ErrorInfo;
  constructor(info: ErrorInfo) {
    super(info.message);
    this.info = info;
  }
}

/** The backend of a platform at a Worker. */
export function workerBackend(id: PlatformId, address: string, token: string): Backend {
  const base = `${originOf(address)}/api/${id}`;
  const post = async (verb: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    let response: Response;
    try {
      const init: RequestInit = { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" };
      response = await fetch(`${base}/${verb}`, signal ? { ...init, signal } : init);
    } catch (caught) {
      throw new WorkerError(unreachable(caught));
    }
    if (!response.ok) throw new WorkerError(await refusalOf(response));
    return response;
  };

  async function* inParts<Event extends PlanEvent | RunEvent>(
    verb: string,
    list: readonly unknown[],
    bodyOf: (part: readonly unknown[]) => object,
    { signal, isStopped }: Ending,
  ): AsyncGenerator<Event | End, void, undefined> {
    // The Worker sees ten of them at a time, which is too few to tell.
    const alike = new Alike();
    for (let from = 0; from < list.length && !isStopped?.(); from += AT_ONCE) {
      let ended = false;
      try {
        const { body } = await post(verb, bodyOf(list.slice(from, from + AT_ONCE)), signal);
        for await (const event of valuesOf<Event | End>(body!)) {
          if ("row" in event) {
            yield { ...event, row: event.row + from };
            const stop = alike.note(errorOf(event));
            if (stop) return yield { type: "failed", error: stop };
          } else if (event.type === "failed") return yield event;
          else ended = true;
        }
        if (!ended) throw new WorkerError(cutShort());
      } catch (caught) {
        const error = caught instanceof WorkerError ? caught.info : unreachable(caught);
        return yield { type: "failed", error };
      }
    }
    yield { type: "end" };
  }

  return {
    connect: async (signal) => (await (await post("connect", {}, signal)).json()) as Connection,
    plan: (users, ending) => inParts<PlanEvent>("plan", users, (users) => ({ users }), ending),
    apply: (approved: readonly Approved[], ending) =>
      inParts<RunEvent>("provision", approved, (approved) => ({ approved }), ending),
    provision: (users, ending) => inParts<RunEvent>("provision", users, (users) => ({ users }), ending),
    close: async () => {},
  };
}

/** The address without a trailing slash. */
function originOf(address: string): string {
  if (isPrivate(address)) return address.replace(/\/+$/, "");
  const hint = "write it like https://provisor.example.com: your token goes there";
  throw new WorkerError({ code: "config_invalid", message: "Address of the Worker: is no https:// address", hint });
}

function unreachable(caught: unknown): ErrorInfo {
  if (caught instanceof DOMException && caught.name === "AbortError") {
    return { code: "aborted", message: "stopped by you", hint: "those in hand may be done or not: plan again to see" };
  }
  return {
    code: "network",
    message: "the Worker could not be reached, or the connection broke",
    hint: "check its address, that it allows this page's origin, and the page's policy; then plan again to see what was done",
  };
}

const cutShort = (): ErrorInfo => ({
  code: "network",
  message: "the Worker's answer ended early",
  hint: "plan again to see what was done",
});

/** What a problem document says; whatever else was answered is told by its status. */
async function refusalOf(response: Response): Promise<ErrorInfo> {
  const problem = await response.json().catch(() => undefined);
  if (typeof problem?.code === "string" && typeof problem?.detail === "string") {
    const { code, detail, hint, platform, step } = problem;
    return { code, message: detail, ...(hint && { hint }), ...(platform && { platform }), ...(step && { step }) };
  }
  return {
    code: "bad_response",
    status: response.status,
    message: `the Worker answered ${response.status}`,
    hint: "check its address",
  };
}
