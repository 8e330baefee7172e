// For everybody: what axe can find in each widget, theme, scheme and width, and each widget by keyboard alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, openFolder, picture, ready, signIn, WIDGETS, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { pressUntil, type } from "./support/keyboard.js";

const BRANDS = [
  { key: "fernhill", person: "Dana Okafor", viewer: "Grace Mbeki", case: /Customs broker onboarding/, form: /Report damaged goods/ },
  { key: "juniper", person: "Amara Nwosu", viewer: "Nadia Petrova", case: /Dispute over € 184.50/, form: /Answer a dispute/ },
];

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

describe("axe", () => {
  for (const brand of BRANDS) {
    for (const scheme of ["light", "dark"]) {
      for (const [width, height] of [[1280, 900], [360, 780]]) {
        const name = `${brand.key}-${scheme}-${width}`;
        it(`finds nothing in any widget: ${brand.key}, ${scheme}, ${width} px`, async () => {
          const page = await signIn(browser, demo, brand.person, {
            viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce",
          });
          let checked = 0;
          const broken = [];
          const check = async (which, view) => {
            const found = await look(page, `portal-${which}`, `${which}, ${view}`);
            checked += found.checked;
            broken.push(...found.broken);
          };
          await settled(page);
          await picture(page, `page-${name}`);
          for (const which of WIDGETS) await check(which, "at first");

          const status = widget(page, "status");
          await status.getByRole("button", { name: brand.case }).first().click();
          await status.getByRole("article", { name: brand.case }).waitFor();
          await check("status", "a case");
          await picture(page, `case-${name}`);

          const requests = widget(page, "requests");
          await requests.getByRole("button", { name: brand.form }).click();
          await requests.getByRole("button", { name: "Continue" }).click();
          await requests.getByText(/need your attention/).first().waitFor();
          await check("requests", "a form with errors");
          await picture(page, `form-${name}`);

          const documents = widget(page, "documents");
          await openFolder(page, "Contracts");
          await documents.getByRole("button", { name: /More actions/ }).first().click();
          await documents.getByRole("menuitem").first().waitFor();
          await check("documents", "a menu");
          await documents.getByRole("menuitem", { name: "Version history" }).click();
          await documents.getByRole("dialog").waitFor();
          await check("documents", "versions");
          await page.keyboard.press("Escape");

          const members = widget(page, "members");
          await members.getByRole("button", { name: "Invite member" }).click();
          await members.getByRole("dialog").waitFor();
          await check("members", "inviting");
          await picture(page, `invite-${name}`);
          console.log(`# ${name}: ${checked} rules checked`);
          assert.equal(broken.length, 0, broken.join("\n"));
          assert.deepEqual(page.complaints, []);
          await page.context().close();
        });
      }
    }
    it(`finds nothing in what a viewer of ${brand.key} sees`, async () => {
      const page = await signIn(browser, demo, brand.viewer);
      await settled(page);
      assert.deepEqual(await everyWidget(page), []);
      await page.context().close();
    });
  }

  it("finds nothing in German", async () => {
    const page = await signIn(browser, demo, "Katrin Vogel");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await widget(page, "members").getByRole("button", { name: "Mitglied einladen" }).waitFor();
    assert.deepEqual(await everyWidget(page), []);
    await picture(page, "page-german");
    await page.context().close();
  });
});

describe("by keyboard alone", () => {
  let page;
  before(async () => {
    page = await signIn(browser, demo, "Dana Okafor");
    await settled(page);
  });
  after(async () => {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("Status: open a case and reply", async () => {
    const status = widget(page, "status");
    await pressUntil(page, "Tab", /Damage claim, order 88-2041/);
    await page.keyboard.press("Enter");
    await status.getByRole("article", { name: /Damage claim, order 88-2041/ }).waitFor();
    await pressUntil(page, "Tab", /^(Reply|Ask a question)$/);
    await page.keyboard.press("Enter");
    await pressUntil(page, "Tab", /Your reply/);
    await type(page, "The pallet is in hall 2.");
    await pressUntil(page, "Tab", /Send reply/);
    await page.keyboard.press("Enter");
    await status.getByText("The pallet is in hall 2.").waitFor();
  });

  it("Documents: find one and look at its versions", async () => {
    const documents = widget(page, "documents");
    await pressUntil(page, "Tab", /^Search documents$/);
    await type(page, "framework");
    await documents.getByRole("button", { name: "Download Framework agreement 2026.pdf" }).waitFor();
    await pressUntil(page, "Tab", /More actions for Framework agreement 2026.pdf/);
    await page.keyboard.press("Enter");
    await pressUntil(page, "ArrowDown", /Version history/);
    await page.keyboard.press("Enter");
    await documents.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await documents.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("Members: invite somebody", async () => {
    const members = widget(page, "members");
    await pressUntil(page, "Tab", /^Invite member$/);
    await page.keyboard.press("Enter");
    await members.getByRole("dialog").waitFor();
    await pressUntil(page, "Tab", /E-mail address/);
    await type(page, "keys@larkspur.example");
    await pressUntil(page, "Tab", /^(Owner|Admin|Member|Viewer)/);
    await page.keyboard.press("Space");
    await pressUntil(page, "Tab", /Send invitation/);
    await page.keyboard.press("Enter");
    await members.getByRole("row", { name: /keys@larkspur.example/ }).waitFor();
  });

  it("Requests: fill in a form and send it", async () => {
    const requests = widget(page, "requests");
    await pressUntil(page, "Tab", /Add a delivery site/);
    await page.keyboard.press("Enter");
    await requests.getByLabel("Name of the site").waitFor();
    await pressUntil(page, "Tab", /Name of the site/);
    await type(page, "Keyboard yard");
    await pressUntil(page, "Tab", /^Address/);
    await type(page, "Quay 1");
    await pressUntil(page, "Tab", /^Yes|Is there a ramp/);
    await page.keyboard.press("ArrowDown");
    await pressUntil(page, "Tab", /^(Continue|Send request)$/);
    await page.keyboard.press("Enter");
    await requests.getByRole("button", { name: "Send request" }).waitFor();
    await pressUntil(page, "Tab", /^Send request$/);
    await page.keyboard.press("Enter");
    await requests.getByText("We have received your request").waitFor();
  });
});

async function everyWidget(page) {
  const broken = [];
  for (const which of WIDGETS) broken.push(...(await look(page, `portal-${which}`, which)).broken);
  return broken;
}

/** Waits until nothing is a skeleton any more. */
async function settled(page) {
  await ready(page);
  await page.waitForLoadState("load");
  await widget(page, "documents").getByRole("table").first().waitFor();
  await widget(page, "members").getByRole("table").first().waitFor();
}
