/**
 * The package without a module of its own: bring one, such as `provisor/provisor.wasm`.
 *
 * @module provisor/slim
 */

import { initFrom, initNow, provide, type ModuleSource } from "./core.js";

provide({ hint: "call `await init(module)` or `initSync(module)` first; the module is the file provisor/provisor.wasm" });

export * from "./index.js";
export type { ModuleSource };

/**
 * Starts the module. After a failure, call it again. Once a module runs, calling it changes nothing.
 *
 * @throws ProvisorError `network` when it cannot be loaded, `config_invalid` when it is not the module.
 */
export function init(module: ModuleSource | PromiseLike<ModuleSource>): Promise<void> {
  return initFrom({ later: () => module });
}

/**
 * Starts the module at once, from itself compiled or from its bytes.
 *
 * @throws ProvisorError `config_invalid` when it is not the module.
 */
export function initSync(module: WebAssembly.Module | BufferSource): void {
  initNow(module);
}
