// Node reads the module from its own folder.
import { readFileSync } from "node:fs";
import { provide } from "../core.js";

provide(() => readFileSync(new URL("../provisor.wasm", import.meta.url)));

export * from "../index.js";
