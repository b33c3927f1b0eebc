/** The platform behind a Worker, which holds the credentials; the page knows the Worker's address and a token. */

import type { Connection, ErrorInfo, Outcome, Plan, Rowed } from "provisor";
import { isPrivate } from "../../../shared/address.js";
import { Refusal } from "../../../shared/errors.js";
import { valuesOf, type Line } from "../../../shared/lines.js";
import { inParts, type Ending } from "../../../shared/people.js";
import type { PlatformId } from "../../../shared/platforms.js";
import type { Backend } from "./backend.js";

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
      throw unreachable(caught);
    }
    if (!response.ok) throw new Refusal(await refusalOf(response));
    return response;
  };

  async function* linesOf<Told>(verb: string, body: object, signal?: AbortSignal): AsyncGenerator<Told, void, undefined> {
    const response = await post(verb, body, signal);
    try {
      for await (const line of valuesOf<Line>(response.body!)) {
        if (line.type === "failed") throw new Refusal(line.error);
        if (line.type === "end") return;
        yield (line.type === "plan" ? line.plan : line.outcome) as Told;
      }
    } catch (caught) {
      throw caught instanceof Refusal ? caught : unreachable(caught);
    }
    const hint = "plan again to see what was done";
    throw new Refusal({ code: "network", message: "the Worker's answer ended early", hint });
  }

  // People go in parts: Workers limit the requests that one call may cause.
  const run = (list: string, people: readonly unknown[], ending: Ending) =>
    inParts(people, (part) => linesOf<Rowed<Outcome>>("provision", { [list]: part }, ending.signal), ending);
  return {
    connect: async (signal) => (await (await post("connect", {}, signal)).json()) as Connection,
    plan: (people, ending) =>
      inParts(people, (users) => linesOf<Rowed<Plan>>("plan", { users }, ending.signal), ending),
    apply: (people, ending) => run("approved", people, ending),
    provision: (people, ending) => run("users", people, ending),
    close: async () => {},
  };
}

/** The address without a trailing slash. */
function originOf(address: string): string {
  if (isPrivate(address)) return address.replace(/\/+$/, "");
  const hint = "write it like https://provisor.example.com: your token goes there";
  throw new Refusal({ code: "config_invalid", message: "Address of the Worker: is no https:// address", hint });
}

function unreachable(caught: unknown): Refusal {
  if (caught instanceof DOMException && caught.name === "AbortError") {
    const hint = "those in hand may be done or not: plan again to see";
    return new Refusal({ code: "aborted", message: "stopped by you", hint });
  }
  return new Refusal({
    code: "network",
    message: "the Worker could not be reached, or the connection broke",
    hint: "check its address, that it allows this page's origin, and the page's policy; then plan again to see what was done",
  });
}

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
