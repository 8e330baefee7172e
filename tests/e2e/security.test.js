// The log of who did what: what is in it, how it is filtered, looked into and exported.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, openSecurity, picture, signIn, widget } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";
import { pressUntil } from "./support/keyboard.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
  // Something to read: a role that goes up and down again, and an attempt that is refused.
  const owner = await session(demo, "Dana Okafor");
  const member = (await owner("GET", "/v1/members")).body.items.find((known) => known.user.name === "Oskar Nowak");
  for (const [role, back] of [["admin", member.role], ["viewer", member.role]]) {
    for (const wanted of [role, back]) {
      const { version } = (await owner("GET", "/v1/members?q=Oskar")).body.items[0];
      await owner("PATCH", `/v1/members/${member.id}`, { role: wanted }, { "if-match": `"${version}"` });
    }
  }
  const viewer = await session(demo, "Grace Mbeki");
  await viewer("POST", "/v1/invitations", { email: "someone@larkspur.example", role: "viewer" });
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function open(name, options) {
  const page = await signIn(browser, demo, name, options);
  await openSecurity(page);
  return { page, log: widget(page, "audit-log") };
}

/** The rows that are there once nothing is on its way. */
async function rows(log) {
  await log.locator("table:not([inert])").waitFor();
  return log.getByRole("row").allInnerTexts();
}

describe("the audit log", () => {
  it("is filtered by outcome, action, person and words, and shows everything again", async () => {
    const { page, log } = await open("Dana Okafor");
    await log.getByRole("row", { name: /Role changed/ }).first().waitFor();

    await log.getByLabel("Outcome").selectOption("denied");
    const denied = log.getByRole("row", { name: /Invitation of a member.*Denied/ });
    await denied.waitFor();
    await log.getByRole("row", { name: /Role changed/ }).first().waitFor({ state: "detached" });
    assert.match((await rows(log)).join(), /Grace Mbeki/);
    await log.getByLabel("Outcome").selectOption("");

    await log.getByLabel("Action").selectOption("member.");
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor({ state: "detached" });
    assert.ok((await rows(log)).slice(1).every((text) => /Role changed|Member/.test(text)));

    await log.getByLabel("Person").selectOption({ label: "Grace Mbeki" });
    await log.getByText("Nothing found").waitFor();
    await log.getByRole("button", { name: "Show everything" }).click();
    await denied.waitFor();
    assert.equal(await log.getByLabel("Action").inputValue(), "");

    await log.getByRole("searchbox").fill("someone@nowhere");
    await log.getByText("Nothing found").waitFor();
    await log.getByRole("button", { name: "Show everything" }).click();

    const today = await page.evaluate(() => new Date().toLocaleDateString("sv-SE"));
    await log.getByLabel("From", { exact: true }).fill("2020-01-01");
    await log.getByLabel("To", { exact: true }).fill("2020-01-31");
    await log.getByText("Nothing found").waitFor();
    await log.getByLabel("To", { exact: true }).fill(today);
    await denied.waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("shows all of an entry with what changed, and leads to the history of a thing", async () => {
    const { page, log } = await open("Dana Okafor");
    await log.getByRole("row", { name: /Role changed/ }).first().getByRole("button").click();
    const entry = log.getByRole("dialog");
    await entry.getByText("member.role_changed").waitFor();
    const change = entry.getByRole("listitem").filter({ hasText: "role" });
    assert.match((await change.innerText()).replace(/\s+/g, " "), /role Changed Before: viewer After: \w+/);
    await picture(page, "audit-entry");
    await entry.getByRole("button", { name: "Everything about this" }).click();
    await entry.waitFor({ state: "detached" });
    await log.getByRole("button", { name: /^Only about mem_/ }).waitFor();
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor({ state: "detached" });
    assert.match(page.url(), /audit-log=mem_/);
    await page.reload();
    await log.getByRole("button", { name: /^Only about mem_/ }).click();
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor();
    assert.doesNotMatch(page.url(), /mem_/);
    await page.context().close();
  });

  it("goes through a long log a few rows at a time", async () => {
    const viewer = await session(demo, "Grace Mbeki");
    for (let at = 0; at < 70; at++) await viewer("POST", "/v1/invitations", { email: `a${at}@larkspur.example`, role: "viewer" });
    const { page, log } = await open("Dana Okafor");
    await log.getByText("Entries 1 to 18").last().waitFor();
    const elements = () => log.evaluate((element) => element.shadowRoot.querySelectorAll("*").length);
    assert.ok((await elements()) < 500, `${await elements()} elements`);
    for (const range of ["Entries 19 to 36", "Entries 37 to 54"]) {
      await log.getByRole("button", { name: "Older" }).click();
      await log.getByText(range).last().waitFor();
    }
    assert.ok((await elements()) < 500, `${await elements()} elements`);
    // The reader goes on at the first row.
    await page.waitForFunction(() => document.querySelector("portal-audit-log").shadowRoot.activeElement?.className === "portal-row-button");
    await log.getByRole("button", { name: "Newer" }).click();
    await log.getByText("Entries 19 to 36").last().waitFor();
    await log.getByRole("button", { name: "Refresh" }).click();
    await log.getByText("Entries 1 to 18").last().waitFor();
    await page.context().close();
  });

  it("is exported as it is filtered, in each format", async () => {
    const { page, log } = await open("Dana Okafor");
    await log.getByLabel("Outcome").selectOption("denied");
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor({ state: "detached" });
    const save = async (name) => {
      await log.getByRole("button", { name: "Export", exact: true }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), log.getByRole("menuitem", { name }).click()]);
      return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
    };
    const [csvName, csv] = await save(/CSV/);
    assert.match(csvName, /^audit-log-\d{4}-\d\d-\d\d\.csv$/);
    assert.ok(csv.includes("Grace Mbeki") && csv.includes("members.invite") && !csv.includes("role_changed"));
    const [linesName, lines] = await save(/JSON Lines/);
    assert.match(linesName, /\.jsonl$/);
    for (const line of lines.trim().split("\n")) assert.equal(JSON.parse(line).outcome, "denied");
    const [, ocsf] = await save(/OCSF/);
    for (const line of ocsf.trim().split("\n")) assert.ok(JSON.parse(line).class_uid);
    await page.getByText(/audit-log-.* was downloaded/).first().waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("tells whoever may not read it who may, and asks the server for nothing", async () => {
    const { page, log } = await open("Grace Mbeki");
    await log.getByText("You do not have access to this").waitFor();
    await log.getByText(/It takes the role Admin/).waitFor();
    assert.equal(await log.getByRole("table").count(), 0);
    await picture(page, "audit-viewer");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("says what failed, and tries again", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    await page.route(/\/v1\/audit-events/, (route) => route.fulfill({
      status: 500, contentType: "application/problem+json", headers: { "access-control-allow-origin": "*" },
      body: JSON.stringify({ type: "about:blank", title: "Internal", status: 500, code: "internal", detail: "", request_id: "req_1" }),
    }));
    await openSecurity(page);
    const log = widget(page, "audit-log");
    await log.getByRole("alert").filter({ hasText: "This could not be loaded" }).waitFor();
    await picture(page, "audit-failed");
    await page.unroute(/\/v1\/audit-events/);
    await log.getByRole("button", { name: "Try again" }).click();
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor();
    await page.context().close();
  });

  it("is read by keyboard alone", async () => {
    const { page, log } = await open("Dana Okafor");
    await log.getByRole("table").waitFor();
    await pressUntil(page, "Tab", /^Search names, ids, addresses$/);
    await pressUntil(page, "Tab", /^Outcome$/);
    await page.keyboard.type("Den");
    await log.getByRole("row", { name: /Portal opened/ }).first().waitFor({ state: "detached" });
    await pressUntil(page, "Tab", /^Invitation of a member$/);
    await page.keyboard.press("Enter");
    await log.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await log.getByRole("dialog").waitFor({ state: "detached" });
    await pressUntil(page, "Tab", /^Invitation of a member$/, 0);
    await page.context().close();
  });
});

describe("axe", () => {
  for (const [key, person] of [["fernhill", "Dana Okafor"], ["juniper", "Amara Nwosu"]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [width, height] of [[1280, 900], [360, 780]]) {
        const name = `${key}-${scheme}-${width}`;
        it(`finds nothing in the audit log: ${name}`, async () => {
          const { page, log } = await open(person, { viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
          await log.getByRole("table").waitFor();
          const broken = [];
          const check = async (what) => broken.push(...(await look(page, "portal-audit-log", what)).broken);
          await check("the list");
          await picture(page, `audit-${name}`);
          if (width < 500) await log.getByRole("button", { name: "Filters" }).click();
          await log.getByLabel("Outcome").selectOption("denied");
          await log.getByRole("button", { name: "Export", exact: true }).click();
          await log.getByRole("menuitem").first().waitFor();
          await check("filters and a menu");
          await picture(page, `audit-filters-${name}`);
          await page.keyboard.press("Escape");
          await log.getByLabel("Outcome").selectOption("success");
          await log.getByRole("row", { name: /Denied/ }).first().waitFor({ state: "detached" });
          await log.getByLabel("Action").selectOption("embed_session.");
          await log.getByRole("row", { name: /Portal opened/ }).first().getByRole("button").click();
          await log.getByRole("dialog").waitFor();
          await check("an entry");
          await picture(page, `audit-entry-${name}`);
          assert.deepEqual(broken, []);
          assert.deepEqual(page.complaints, []);
          await page.context().close();
        });
      }
    }
  }

  it("finds nothing in German", async () => {
    const { page, log } = await open("Katrin Vogel");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await log.getByRole("button", { name: "Exportieren" }).waitFor();
    await log.getByRole("table").waitFor();
    assert.deepEqual((await look(page, "portal-audit-log", "German")).broken, []);
    await picture(page, "audit-german");
    await page.context().close();
  });
});
