// Role changes that take a while: an operation is looked at until it has ended, and only then is anything changed [D].

const BEFORE_THE_END = ["acknowledged", "queued", "started"];
const ENDED = ["completed", "cancelled", "failed"];
const ONE_SECOND = 1000;

export class Operations {
  #all = new Map();
  #state;

  /** @param {import("./state.js").WorkivaState} state */
  constructor(state) {
    this.#state = state;
  }

  /**
   * @param {() => object[]} carryOut  makes the change, all or nothing; answers why it could not
   * @param {Record<string, any>} quirks
   * @returns {string} its id
   */
  add(carryOut, quirks) {
    const id = this.#state.nextId("Operation");
    const created = new Date(this.#state.clock()).toISOString();
    this.#all.set(id, {
      id,
      status: "acknowledged",
      details: [],
      created,
      // What the vendor's support asks for [D].
      originalRequest: crypto.randomUUID(),
      polls: 0,
      polledAt: -Infinity,
      carryOut,
      quirks,
    });
    return id;
  }

  /** What a look at it shows; null when there is none; "too soon" within a second of the last look. */
  poll(id) {
    const operation = this.#all.get(id);
    if (!operation) return null;
    const now = this.#state.clock();
    if (now - operation.polledAt < ONE_SECOND) return "too soon";
    operation.polledAt = now;
    operation.polls += 1;
    if (!ENDED.includes(operation.status)) advance(operation, this.#state.settings.pollsToComplete);
    return shown(operation);
  }

  clear() {
    this.#all.clear();
  }

  snapshot() {
    return [...this.#all.values()].map(shown);
  }
}

function advance(operation, pollsToComplete) {
  const { polls, quirks } = operation;
  if (quirks["operation-stuck"] || polls < pollsToComplete) {
    operation.status = BEFORE_THE_END[Math.min(polls, BEFORE_THE_END.length) - 1];
    return;
  }
  const told = quirks["operation-ends"];
  if (told)
    return end(operation, told.status, [problem("500InternalServerError", told.message ?? "Something went wrong.")]);
  const problems = operation.carryOut();
  end(operation, problems.length > 0 ? "failed" : "completed", problems);
}

const end = (operation, status, details) => void Object.assign(operation, { status, details });

/** @param {string} code @param {string} message @param {string | null} [target] */
export const problem = (code, message, target = null) => ({ code, message, target });

const shown = ({ id, status, details, created, originalRequest }) => ({ id, status, details, created, originalRequest });
