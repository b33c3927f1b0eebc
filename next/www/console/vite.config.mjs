// Builds the console into files that any static host can serve.
import { defineConfig } from "vite";
import { headers } from "./headers.mjs";

/** The addresses of Workers that the page may speak to beside its own host, separated by white space. */
const workers = process.env.PROVISOR_WORKERS?.split(/\s+/).filter(Boolean) ?? [];

/** Cloudflare, and other static hosts, read the headers from this file. */
const headersFile = {
  name: "provisor-headers",
  generateBundle() {
    const lines = Object.entries(headers({ workers })).map(([name, value]) => `  ${name}: ${value}`);
    this.emitFile({ type: "asset", fileName: "_headers", source: `/*\n${lines.join("\n")}\n` });
  },
};

export default defineConfig({
  base: "./",
  plugins: [headersFile],
  build: {
    target: "es2022",
    // A policy of `default-src 'self'` forbids data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  preview: { headers: headers({ workers }) },
});
