// The console in Chromium, and the hands of the administrator who uses it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

/** A browser; `cargo xtask test` names the program. @returns {Promise<import("playwright-core").Browser>} */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.PROVISOR_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });

/**
 * The console on a page of its own. What the page complains about is kept, and `calm()` asserts that there was nothing.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 */
export async function openConsole(browser, url) {
  const context = await browser.newContext({ acceptDownloads: true });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
      globalThis.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    );
  });
  const fetched = [];
  page.on("request", (request) => fetched.push(request.url()));
  await page.goto(url);
  const by = (id) => page.getByTestId(id);
  const button = (name) => page.getByRole("button", { name });

  return {
    page,
    fetched,
    button,
    choose: (platform) => page.getByRole("combobox", { name: "Platform" }).selectOption(platform),
    useSandbox: () => page.getByLabel(/stand-in/).check(),
    async useWorker(address, token) {
      await page.getByLabel(/Through a Worker/).check();
      await page.getByLabel("Address of the Worker").fill(address);
      await page.getByLabel("Token").fill(token);
    },
    async connect() {
      await button("Connect").click();
      await by("connected").or(page.getByRole("alert")).first().waitFor();
      assert.equal(await by("connected").count(), 1, await page.locator("section").first().innerText());
    },
    async give(name, text) {
      const buffer = Buffer.from(text);
      await page.getByLabel(/choose a file/).setInputFiles({ name, mimeType: "text/plain", buffer });
      await by("roster").waitFor();
    },
    async plan() {
      const again = button("Plan again");
      await ((await again.count()) > 0 ? again : button("Plan").and(page.locator("text=/^Plan$/"))).click();
      await page.locator(".approval").waitFor();
      await button("Stop planning").waitFor({ state: "detached" });
    },
    /** @returns {Promise<Record<string, string>>}  each person's plan as text */
    plans: () =>
      by("plans").evaluate((list) =>
        Object.fromEntries([...list.children].map((item) => [item.dataset.subject, item.textContent])),
      ),
    /** @returns {Promise<string[]>}  the changes that the plans list */
    changes: () => by("plans").locator("li > ol > li").allInnerTexts(),
    async approve() {
      await button(/^Approve/).click();
      await button(/report \(CSV\)/).waitFor();
    },
    /** Presses Stop as soon as somebody is done, in the page itself: a test must not race with it. */
    stopAfterFirst: () =>
      page.evaluate(() => {
        const press = () => {
          const rows = document.querySelectorAll('[data-testid="outcomes"] tbody tr').length;
          const stop = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Stop");
          if (rows > 0 && stop) return (watcher.disconnect(), stop.click());
        };
        const watcher = new MutationObserver(press);
        watcher.observe(document.body, { childList: true, subtree: true });
      }),
    /** @returns {Promise<{ row: string, who: string, status: string, text: string }[]>} */
    outcomes: () =>
      by("outcomes").evaluate((table) =>
        [...table.tBodies[0].rows].map((row) => ({
          row: row.cells[0].textContent,
          who: row.cells[1].textContent,
          status: row.dataset.status,
          text: row.textContent,
        })),
      ),
    problems: () =>
      by("problems").evaluate((table) =>
        [...table.tBodies[0].rows].map(({ cells }) => [
          cells[0].textContent,
          cells[1].textContent,
          cells[2].textContent,
        ]),
      ),
    /** What the sandbox in the page was sent. @returns {Promise<{ method: string, path: string }[]>} */
    sent: () => by("log").evaluate((list) => [...list.children].map(({ dataset }) => ({ ...dataset }))),
    async download(name) {
      const [file] = await Promise.all([page.waitForEvent("download"), button(name).click()]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
    },
    /** Nothing broke the policy, and neither page nor browser complained. */
    async calm() {
      assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
      assert.deepEqual(complaints, []);
    },
    complaints,
    close: () => context.close(),
  };
}
