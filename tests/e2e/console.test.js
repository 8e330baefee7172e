// The console: an operator signs in, finds a customer, and looks into the customer's log; a customer finds nothing there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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

async function visit(url, email, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A page that is not there, and a refused form, are told by their status, which the browser notes.
    if (message.type() === "error" && !/status of 4(04|09|22)/.test(message.text())) page.complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator("#email").fill(email);
  await page.locator("form button").first().click();
  await page.locator("#password").fill(demo.sign_in.password);
  await page.locator("form button").first().click();
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
  return page;
}

const operator = (name) => demo.operators.find((one) => one.name === name);

describe("the console", () => {
  it("leads an operator from signing in to an entry of a customer's log, without scripts", async () => {
    const nora = operator("Nora Feld");
    const page = await visit(nora.url, nora.email, { javaScriptEnabled: false });
    await page.waitForURL(/\/console\/organizations$/);
    await page.getByLabel("Name of the organization").fill("lark");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: /Larkspur Foods/ }).click();
    await page.getByRole("heading", { level: 1, name: "Larkspur Foods" }).waitFor();
    await page.getByRole("link", { name: "Members" }).click();
    await page.getByLabel("Name or e-mail address").fill("grace");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Access Grace Mbeki" }).click();
    await page.getByText("The role viewer grants it.").first().waitFor();
    await page.getByRole("link", { name: "Audit log", exact: true }).click();
    await page.getByText("Filters").click();
    await page.getByLabel("Action").fill("console.");
    await page.getByRole("button", { name: "Apply" }).click();
    const rows = page.locator("tbody tr");
    // What was looked at up to here, by whom.
    await page.getByRole("link", { name: "console.access_explained" }).waitFor();
    assert.ok((await rows.count()) >= 4);
    assert.match(await rows.last().textContent(), /Nora Feld/);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
    assert.equal(download.suggestedFilename(), "audit-log.csv");
    const file = await readFile(await download.path(), "utf8");
    assert.match(file, /console\.access_explained/);
    await page.getByRole("link", { name: "console.members_viewed" }).first().click();
    await page.getByRole("heading", { name: "What changed" }).waitFor();
    await page.getByRole("cell", { name: "grace" }).waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("is nothing to a customer, and shows a supporter what a supporter may see", async () => {
    const dana = await visit(demo.sign_in.url, demo.sign_in.email);
    for (const path of ["/console", "/console/organizations", "/console/anything"]) {
      const answer = await dana.goto(new URL(path, demo.sign_in.url).href);
      assert.equal(answer.status(), 404);
      await dana.getByRole("heading", { name: "There is nothing here" }).waitFor();
    }
    await dana.context().close();
    const theo = await visit(operator("Theo Brandt").url, operator("Theo Brandt").email);
    await theo.getByRole("link", { name: "Organizations" }).waitFor();
    assert.equal(await theo.getByRole("link", { name: /log|Operators/ }).count(), 0);
    const refused = await theo.goto(new URL("/console/operators", demo.sign_in.url).href);
    assert.equal(refused.status(), 403);
    await theo.context().close();
  });

  it("shows each brand's operators their own customers", async () => {
    const ravi = await visit(operator("Ravi Menon").url, operator("Ravi Menon").email);
    await ravi.getByRole("link", { name: /Pinecrest Books/ }).waitFor();
    assert.equal(await ravi.getByText("Larkspur").count(), 0);
    await ravi.context().close();
  });

  it("lets an administrator make and remove an operator, and not themselves", async () => {
    const nora = operator("Nora Feld");
    const page = await visit(nora.url, nora.email);
    await page.getByRole("link", { name: "Operators" }).click();
    await page.getByLabel("E-mail address").fill("iris@fernhill.example");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("This address is new here: enter").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Iris Holm");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("status").waitFor();
    for (const [name, said] of [["Nora Feld", "Nobody would be left"], ["Iris Holm", "no operator any more"]]) {
      await page.getByText(`Change ${name}`).click();
      await page.getByRole("button", { name: `Remove ${name}` }).click();
      await page.getByText(said).waitFor();
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe("axe", () => {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 780]]) {
      it(`finds nothing on any page of the console: ${scheme}, ${width} px`, async () => {
        const nora = operator("Nora Feld");
        const locale = width < 500 ? "de-DE" : "en";
        const page = await visit(nora.url, nora.email, { viewport: { width, height }, colorScheme: scheme, locale });
        const broken = [];
        const check = async (name) => {
          broken.push(...(await look(page, "html", name)).broken);
          await picture(page, `console-${name}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than the window`);
        };
        await check("organizations");
        await page.locator(".go a").first().click();
        await check("features");
        const tabs = page.locator(".tabs a");
        await tabs.nth(1).click();
        await check("members");
        await page.locator(".list .button").first().click();
        await check("access");
        await tabs.nth(2).click();
        await check("log");
        await page.locator("summary").click();
        await page.locator("#q").fill("viewed");
        await page.locator(".filters button").click();
        await check("log-filtered");
        await page.locator("td a").first().click();
        await check("entry");
        const nav = page.locator("nav a");
        await nav.nth(1).click();
        await check("own-log");
        await nav.nth(2).click();
        await page.locator(".list summary").first().click();
        await check("operators");
        assert.deepEqual(broken, []);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      });
    }
  }
});
