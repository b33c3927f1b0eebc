// Node's `require` reads the module from the package's folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { provide } from "../src/core.js";

provide({ now: () => readFileSync(join(__dirname, "../provisor.wasm")) });

export * from "../src/index.js";
