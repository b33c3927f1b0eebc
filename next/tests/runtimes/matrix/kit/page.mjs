// A page in Chromium under a strict Content-Security-Policy, and everything that it complains about.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chromium } from "playwright-core";

/** Starts the browser; close it in the end. */
export async function browse() {
  const executablePath = process.env.PROVISOR_CHROMIUM;
  assert.ok(executablePath, "PROVISOR_CHROMIUM does not name the browser's program, such as /usr/bin/chromium");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/** The policy that the package promises to work under; an inline import map needs its hash. */
export function policy(importMap) {
  const hash = importMap === undefined ? "" : ` 'sha256-${createHash("sha256").update(importMap).digest("base64")}'`;
  return { "content-security-policy": `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'${hash}` };
}

/** A page whose only content is a script. */
export const html = (script, importMap) => `<!doctype html>
<meta charset="utf-8">
<title>A page</title>
${importMap === undefined ? "" : `<script type="importmap">${importMap}</script>\n`}${script}
`;

/** What a page's script does: it leaves what it reports where the test finds it. */
export const SCRIPT = `import * as provisor from "provisor";
import "provisor-breakable";
import * as testing from "provisor-breakable/testing";
import { checkAll } from "./scenarios/all.mjs";

globalThis.reported = checkAll(provisor, testing, location.origin);
`;

/**
 * Opens a page and waits for what it reports.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @returns {Promise<{ reported: any, complaints: string[], modules: string[] }>} modules: those that were loaded
 */
export async function visit(t, browser, url) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  const modules = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => request.url().endsWith(".wasm") && modules.push(request.url()));
  page.on("console", (message) => {
    // Chromium notes every refusal of a platform; the scenarios ask for some.
    const refusal = /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text());
    if (["error", "warning"].includes(message.type()) && !refusal) complaints.push(message.text());
  });
  // Policies do not hold for what a debugger puts in.
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      globalThis.violations.push(`Content-Security-Policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  const reported = await page.evaluate(() => globalThis.reported);
  complaints.push(...(await page.evaluate(() => globalThis.violations)));
  return { reported, complaints, modules };
}
