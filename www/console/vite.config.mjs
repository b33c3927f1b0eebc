// Builds the console into files that any static host can serve.

import { defineConfig } from "vite";
import { headers } from "./headers.mjs";

/** The addresses of Workers that the page may speak to, separated by white space. */
const workers = process.env.PROVISOR_WORKERS?.split(/\s+/).filter(Boolean) ?? [];

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // A policy of `default-src 'self'` forbids data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  preview: { headers: headers({ workers }) },
});
