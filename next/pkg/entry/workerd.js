// Workers get the module compiled, as an import.
import module from "../provisor.wasm";
import { provide } from "../src/core.js";

provide({ now: () => module });

export * from "../src/index.js";
