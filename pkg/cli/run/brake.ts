/**
 * Stops a run so that nothing is left in doubt: requests in flight are finished and their results stored, and no other
 * is begun.
 *
 * The client's own abort ends requests in flight; a create ended so is in doubt, and on platforms that accept duplicates
 * it stays so. Therefore the brake stands where requests leave and where the journal is written:
 *
 * 1. Once stopped, it waits until no line of the journal is being written: what such a line allows may leave. No answer
 *    comes in meanwhile, or there would be no end to it.
 * 2. From then on requests are held for good, and a create's intent is not written: the journal says of it, as is true,
 *    that it was not begun with.
 * 3. When no request is in flight and nothing is being written, the client is aborted.
 */

import type { Journal } from "provisor";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;
type Phase = "going" | "settling" | "holding" | "stopped";

/** A line that says that a create is about to be sent. */
const INTENT = /^\{"sum":"[^"]*","entry":\{"intent":/;
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

export class Brake {
  /** Requests that have left. */
  sent = 0;
  readonly #abort = new AbortController();
  readonly #send: Fetch;
  #phase: Phase = "going";
  #inFlight = 0;
  #writing = 0;
  #changed = (): void => {};
  #settled: Promise<void> = Promise.resolve();

  constructor(send: Fetch = (url, init) => fetch(url, init)) {
    this.#send = send;
  }

  /** For the client's calls. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether somebody wants it to stop. */
  get isStopping(): boolean {
    return this.#phase !== "going";
  }

  /** Requests whose answer is awaited. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Stops; done when the client has been aborted. */
  async stop(): Promise<void> {
    if (this.#phase !== "going") return;
    this.#phase = "settling";
    this.#settled = this.#quiet(() => this.#writing === 0);
    await this.#settled;
    this.#phase = "holding";
    await this.#quiet(() => this.#writing === 0 && this.#inFlight === 0);
    this.#phase = "stopped";
    this.#abort.abort(new Error("interrupted"));
  }

  /** To be the client's `fetch`. After the abort it sends again: a session may still have to be ended. */
  readonly fetch: Fetch = async (url, init) => {
    if (this.#phase === "holding") return new Promise<Response>(() => {});
    this.sent += 1;
    this.#inFlight += 1;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      this.#inFlight -= 1;
      this.#changed();
    };
    init.signal?.addEventListener("abort", over, { once: true });
    try {
      const response = await this.#send(url, init);
      await this.#settled;
      return tracked(response, over);
    } catch (error) {
      over();
      throw error;
    }
  };

  /** The journal, written as the brake allows. */
  journal(journal: Journal): Journal {
    return {
      read: () => journal.read(),
      append: async (text) => {
        const allowed = this.#phase === "holding" ? withoutIntents(text) : text;
        this.#writing += 1;
        try {
          if (allowed !== "") await journal.append(allowed);
        } finally {
          this.#writing -= 1;
          this.#changed();
        }
      },
    };
  }

  /** Waits until it is so, and still so after whatever that sets off. */
  async #quiet(isSo: () => boolean): Promise<void> {
    for (;;) {
      while (!isSo()) await new Promise<void>((done) => (this.#changed = done));
      await turn();
      await turn();
      if (isSo()) return;
    }
  }
}

function withoutIntents(text: string): string {
  return text
    .split("\n")
    .filter((line) => !INTENT.test(line))
    .join("\n");
}

/** An answer that says when it has been read, or given up. */
function tracked(response: Response, over: () => void): Response {
  const { status, type, headers, body } = response;
  if (body === null) {
    const arrayBuffer = async (): Promise<ArrayBuffer> => response.arrayBuffer().finally(over);
    return { status, type, headers, body, arrayBuffer } as Response;
  }
  const getReader = (): object => {
    const reader = body.getReader();
    return {
      read: async () => {
        try {
          const chunk = await reader.read();
          if (chunk.done) over();
          return chunk;
        } catch (error) {
          over();
          throw error;
        }
      },
      cancel: () => reader.cancel().finally(over),
    };
  };
  return {
    status,
    type,
    headers,
    body: { getReader, cancel: () => body.cancel().finally(over) },
  } as unknown as Response;
}
