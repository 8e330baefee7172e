// What becomes of the audit log, on the hosted portal's page: without scripts, in both languages, schemes and widths.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The page, of somebody who has signed in. Their widgets are of no interest here, so no script runs. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  await page.goto(demo.sign_in.url);
  await page.locator("#email").fill(demo.sign_in.email);
  await page.locator("form button:not(.plain)").click();
  await page.locator("#password").fill(demo.sign_in.password);
  await page.locator("#password").press("Enter");
  await page.waitForURL(/\/o\/org_/);
  await page.goto(page.url().replace(/\/[^/]+$/, "/audit"));
  return page;
}

describe("the page of the audit log", () => {
  it("chooses how long entries are kept, and says what is too short", async () => {
    const page = await open();
    await page.locator("nav").getByText("Audit settings").waitFor();
    await page.getByLabel("Days").fill("30");
    await page.getByRole("button", { name: "Save" }).click();
    assert.equal(await page.getByLabel("Days").getAttribute("aria-invalid"), "true");
    await page.locator("#days-error").getByText(/from 365 to/).waitFor();
    await page.getByLabel("Days").fill("730");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").getByText("It is saved").waitFor();
    assert.equal(await page.getByLabel("Days").inputValue(), "730");
    await page.context().close();
  });

  it("adds a receiver, shows its secret once, tests, rotates, switches off and deletes it", async () => {
    const page = await open();
    await page.getByLabel("Address").fill("http://127.0.0.1/collect");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.locator("#url-error").getByText(/public address/).waitFor();
    assert.equal(await page.getByLabel("Address").inputValue(), "http://127.0.0.1/collect");
    await page.getByLabel("Address").fill("https://siem.invalid/collect");
    await page.getByText("OCSF, for security systems").click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const secret = page.locator(".secret");
    assert.match(await secret.textContent(), /whsec_/);
    const first = await secret.textContent();
    // Loaded again, the same form makes nothing else, and has the same secret.
    await page.reload();
    assert.equal(await secret.textContent(), first);
    assert.equal(await page.getByText("siem.invalid/collect").count(), 1);
    await page.goto(page.url().replace(/\/streams$/, ""));
    assert.equal(await secret.count(), 0);
    await page.getByRole("button", { name: "Send a test siem.invalid" }).click();
    await page.getByRole("alert").getByText(/the receiver was not reached/).waitFor();
    await page.goto(page.url().replace(/\/streams\/.*$/, ""));
    await page.getByText("New secret").first().click();
    await page.getByRole("button", { name: "New secret" }).click();
    assert.match(await secret.textContent(), /whsec_/);
    assert.notEqual(await secret.textContent(), first);
    await page.getByText("The previous secret is good until").waitFor();
    await page.goto(page.url().replace(/\/streams\/.*$/, ""));
    await page.getByRole("button", { name: "Switch off siem.invalid" }).click();
    await page.getByRole("status").getByText("Nothing is sent there any more").waitFor();
    await page.getByRole("button", { name: "Switch on siem.invalid" }).click();
    await page.getByRole("status").getByText("It continues where it was").waitFor();
    await page.locator("summary", { hasText: "Delete" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("status").getByText("It is deleted").waitFor();
    assert.equal(await page.getByText("siem.invalid/collect").count(), 0);
    await page.context().close();
  });

  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 780]]) {
      it(`axe finds nothing: ${scheme}, ${width} px`, async () => {
        const locale = width < 500 ? "de-DE" : "en";
        const page = await open({ viewport: { width, height }, colorScheme: scheme, locale, javaScriptEnabled: true });
        const broken = [];
        const check = async (name) => {
          broken.push(...(await look(page, "html", name)).broken);
          await picture(page, `portal-${name}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than the window`);
        };
        await check("audit");
        await page.locator("#url").fill("nowhere");
        await page.locator("#actions").fill("Member");
        await page.locator("form[action$='/streams'] button").click();
        await page.locator("#url-error").waitFor();
        await check("audit-error");
        await page.locator("#url").fill("https://collector.security.siem.invalid/services/collector/raw");
        await page.locator("#actions").fill("member., document.deleted");
        await page.locator("form[action$='/streams'] button").click();
        await page.locator(".secret").waitFor();
        for (const summary of await page.locator("summary").all()) await summary.click();
        await check("audit-secret");
        assert.deepEqual(broken, []);
        await page.context().close();
      });
    }
  }
});
