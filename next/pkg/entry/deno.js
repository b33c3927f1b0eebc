// Deno gets the module compiled, as an import: that takes no permission, while reading the file would.
import source module from "../provisor.wasm";
import { provide } from "../src/core.js";

provide({ now: () => module });

export * from "../src/index.js";
