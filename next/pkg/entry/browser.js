// Pages fetch the module. Bundlers know this very form of the address, and ship the one file.
import { provide } from "../src/core.js";

provide({ later: () => fetch(new URL("../provisor.wasm", import.meta.url)) });

export * from "../src/index.js";
