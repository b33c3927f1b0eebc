/** One life of the module: an instance with glue of its own. When anything in it breaks, it has ended for good. */

import { ProvisorError, said } from "./errors.js";
import { makeGlue, type Glue } from "./generated/glue.js";
import { letGo } from "./host.js";

/** What the glue calls itself in the module's imports. */
const GLUE = "./glue_bg.js";

/** What the host calls by itself and at any time (promises, finalizers): nobody is there to catch what it throws. */
const BY_HOST = /^(wasm_bindgen__|__wbg_|__wbindgen_(destroy_closure|free)$)/;

/** A running module, or one that has broken. */
export class Instance {
  /** The functions and classes of this instance. */
  readonly glue: Glue = makeGlue();
  /** What broke it. */
  broken: ProvisorError | undefined;
  /** What the module said about its own panic. */
  #panic: string | undefined;
  /** All JavaScript values that the module holds. */
  #held: WebAssembly.Table | undefined;
  /** Rejects the calls in flight. */
  readonly #inFlight = new Set<(error: ProvisorError) => void>();

  /** An instance at once. */
  static of(module: WebAssembly.Module): Instance {
    const made = new Instance();
    return made.#started(new WebAssembly.Instance(module, { [GLUE]: made.glue }));
  }

  /** An instance after a while: pages may refuse to make a large one at once. */
  static async later(module: WebAssembly.Module): Promise<Instance> {
    const made = new Instance();
    return made.#started(await WebAssembly.instantiate(module, { [GLUE]: made.glue }));
  }

  private constructor() {}

  #started({ exports }: WebAssembly.Instance): Instance {
    const guarded = Object.entries(exports).map(([name, value]) => [name, this.#guarded(name, value)]);
    this.glue.__wbg_set_wasm(Object.fromEntries(guarded) as WebAssembly.Exports);
    (exports as { __wbindgen_start(): void }).__wbindgen_start();
    this.glue.onPanic((what: string) => (this.#panic = what));
    this.#held = (exports as { __wbindgen_externrefs: WebAssembly.Table }).__wbindgen_externrefs;
    return this;
  }

  /**
   * What comes out of the module as an exception is never an error of ours: those are values until the glue throws
   * them. It is a trap, a stack that ran over, or a host function that threw where none may, and it has left the
   * module's memory half changed: nothing may run in it again.
   */
  #guarded(name: string, value: WebAssembly.ExportValue): unknown {
    if (typeof value !== "function") return value;
    const byHost = BY_HOST.test(name);
    return (...inputs: unknown[]): unknown => {
      if (!this.broken) {
        try {
          const result: unknown = value(...inputs);
          // A callback within may have broken it meanwhile.
          if (!this.broken) return result;
        } catch (thrown) {
          this.#break(thrown);
        }
      }
      // The glue reads such results as "no value, no error".
      if (byHost) return [];
      throw this.broken;
    };
  }

  #break(thrown: unknown): void {
    if (this.broken) return;
    const why = this.#panic ?? said(thrown);
    this.broken = new ProvisorError(
      {
        code: "internal",
        message: `Provisor itself failed: ${why}`,
        hint:
          "this is a defect: please report it with this text. The next call works. What was in flight may have been " +
          "done: run it again, it looks first; journals go on where they stopped",
      },
      thrown,
    );
    for (const reject of this.#inFlight) reject(this.broken);
    this.#inFlight.clear();
    // The module can no longer do it.
    for (let index = 0; index < (this.#held?.length ?? 0); index += 1) {
      try {
        letGo(this.#held?.get(index));
      } catch {
        // A caller's own object that cannot even be looked at.
      }
    }
  }

  /** The outcome of a call in flight; it fails when the instance breaks, for the module can no longer tell. */
  settled<T>(call: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.broken) return reject(this.broken);
      this.#inFlight.add(reject);
      const done = (): void => void this.#inFlight.delete(reject);
      call.then(
        (value) => (done(), resolve(value)),
        (error: unknown) => (done(), reject(error as Error)),
      );
    });
  }

  /** A function that the module calls, and that does nothing any more once it has broken. */
  guard<Inputs extends unknown[], Result>(call: (...inputs: Inputs) => Result): (...inputs: Inputs) => Result {
    return (...inputs) => {
      if (this.broken) throw this.broken;
      return call(...inputs);
    };
  }
}
