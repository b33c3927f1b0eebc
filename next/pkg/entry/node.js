// Node and Bun read the module from the package's folder.
import { readFileSync } from "node:fs";
import { provide } from "../src/core.js";

provide({ now: () => readFileSync(new URL("../provisor.wasm", import.meta.url)) });

export * from "../src/index.js";
