// Chromium, signed-in pages, and what a person does with them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--js-flags=--expose-gc",
];

export const WIDGETS = ["status", "documents", "requests", "members"];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: ARGUMENTS });
}

/** A new browser window, signed in to the vendor's page. Collects what a page must not say in `page.complaints`. */
export async function signIn(browser, demo, name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  const brand = demo.organizations.find((known) => known.members.some((member) => member.name === name)).brand;
  await page.goto(`${demo.vendor_url}/${brand}/`);
  await page.getByRole("button", { name }).click();
  await ready(page);
  return page;
}

/** The vendor's other page, with what is about security. */
export async function openSecurity(page) {
  await page.getByRole("link", { name: "Security" }).click();
  for (const name of ["api-keys", "audit-log"]) await widget(page, name).locator(".portal").first().waitFor();
}

/** Waits until all widgets are on the page, and every copy of them has shown itself. */
export async function ready(page) {
  for (const name of WIDGETS) {
    await widget(page, name).waitFor({ state: "attached" });
    for (const element of await page.locator(`portal-${name}`).all()) {
      await element.locator(".portal").first().waitFor();
    }
  }
}

/** A widget. Its roles and names are found through its shadow root. */
export function widget(page, name) {
  return page.locator(`portal-${name}`).first();
}

/** Opens a folder of the Documents widget and waits for its own rows: until they are there, the former ones stand. */
export async function openFolder(page, name) {
  const documents = widget(page, "documents");
  await documents.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await documents.getByRole("navigation").getByText(name).waitFor();
  await documents.locator("table:not([inert])").waitFor();
}

/** Milliseconds until something is there. */
export async function timeUntil(promise) {
  const started = performance.now();
  await promise;
  return performance.now() - started;
}

/** Keeps a picture for people to look at. */
export async function picture(page, name) {
  const folder = process.env.SCREENSHOTS ?? fileURLToPath(new URL("../../../target/screenshots", import.meta.url));
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
