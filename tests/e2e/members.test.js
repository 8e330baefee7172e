// What an owner does about a member's access: suspends it, lifts that, sets its end, and asks why somebody may do something.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture, signIn, widget } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";
import { pressUntil } from "./support/keyboard.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function open(name, options) {
  const page = await signIn(browser, demo, name, options);
  return { page, members: widget(page, "members") };
}

/** Opens one of the actions for a member. */
async function act(members, name, action) {
  const row = members.getByRole("row", { name: new RegExp(name) });
  await row.getByRole("button", { name: /More actions/ }).click();
  await members.getByRole("menuitem", { name: action }).click();
  return members.getByRole("dialog");
}

/** The last day of a month some years from now, as a date field writes it. */
function someDay() {
  return `${new Date().getFullYear() + 2}-03-31`;
}

describe("a member's access", () => {
  it("is suspended at once, and comes back when that is lifted", async () => {
    const { page, members } = await open("Dana Okafor", { locale: "en-GB" });
    const theirs = await session(demo, "Grace Mbeki");
    assert.equal((await theirs("GET", "/v1/session")).status, 200);
    const row = members.getByRole("row", { name: /Grace Mbeki/ });
    const dialog = await act(members, "Grace Mbeki", "Suspend access");
    await dialog.getByRole("button", { name: "Suspend access" }).click();
    await dialog.getByText("Enter a reason").first().waitFor();
    await dialog.getByLabel("Reason").fill("Lost laptop");
    await picture(page, "members-suspend");
    await dialog.getByRole("button", { name: "Suspend access" }).click();
    await row.getByText("Suspended").waitFor();
    assert.equal((await theirs("GET", "/v1/session")).status, 401);

    const lift = await act(members, "Grace Mbeki", "Lift suspension");
    await picture(page, "members-reinstate");
    await lift.getByRole("button", { name: "Lift suspension" }).click();
    await row.getByText("Suspended").waitFor({ state: "detached" });
    assert.equal((await theirs("GET", "/v1/session")).status, 401, "what ended stays ended");
    assert.equal((await (await session(demo, "Grace Mbeki"))("GET", "/v1/session")).status, 200);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("ends on a day, or does not any more", async () => {
    const { page, members } = await open("Dana Okafor", { locale: "en-GB" });
    const row = members.getByRole("row", { name: /Grace Mbeki/ });
    const dialog = await act(members, "Grace Mbeki", "Set end of access");
    await dialog.getByLabel("Last day of access").fill("2020-01-31");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Choose today or a later day").first().waitFor();
    await dialog.getByLabel("Last day of access").fill(someDay());
    await picture(page, "members-end");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await row.getByText(new RegExp(`31 Mar ${someDay().slice(0, 4)}`)).waitFor();
    const again = await act(members, "Grace Mbeki", "Set end of access");
    assert.equal(await again.getByLabel("Last day of access").inputValue(), someDay());
    await again.getByLabel("Last day of access").fill("");
    await again.getByRole("button", { name: "Save" }).click();
    await again.waitFor({ state: "detached" });
    await row.getByText(new RegExp(`31 Mar ${someDay().slice(0, 4)}`)).waitFor({ state: "detached" });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("is explained, one permission by one, by keyboard alone", async () => {
    const { page, members } = await open("Dana Okafor", { locale: "en-GB" });
    await members.getByRole("row", { name: /Grace Mbeki/ }).waitFor();
    await pressUntil(page, "Tab", /^More actions for Grace Mbeki/);
    await page.keyboard.press("Enter");
    await members.getByRole("menuitem", { name: "Explain access" }).waitFor();
    await pressUntil(page, "ArrowDown", /^Explain access$/);
    await page.keyboard.press("Enter");
    const dialog = members.getByRole("dialog");
    await dialog.getByText("What Grace Mbeki may do, and why").waitFor();
    const lines = dialog.getByRole("listitem");
    await lines.first().waitFor();
    assert.ok((await lines.count()) >= 14);
    const line = (text) => lines.filter({ hasText: text });
    await line("See cases").getByText("By the role Viewer").waitFor();
    await line("Manage members").getByText("The role does not include it").waitFor();
    await picture(page, "members-explain");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe("axe", () => {
  for (const [key, person, other] of [["fernhill", "Dana Okafor", "Grace Mbeki"]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [width, height] of [[1280, 900], [360, 780]]) {
        const name = `${key}-${scheme}-${width}`;
        it(`finds nothing in what is done about a member: ${name}`, async () => {
          const { page, members } = await open(person, { viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
          await members.getByRole("row", { name: new RegExp(other) }).waitFor();
          const broken = [];
          for (const [action, what] of [["Suspend access", "suspend"], ["Set end of access", "end"], ["Explain access", "explain"]]) {
            const dialog = await act(members, other, action);
            if (what === "explain") await dialog.getByRole("listitem").first().waitFor();
            if (what === "suspend") await dialog.getByRole("button", { name: action }).click();
            broken.push(...(await look(page, "portal-members", what)).broken);
            await picture(page, `members-${what}-${name}`);
            await page.keyboard.press("Escape");
            await dialog.waitFor({ state: "detached" });
          }
          assert.deepEqual(broken, []);
          assert.deepEqual(page.complaints, []);
          await page.context().close();
        });
      }
    }
  }
});
