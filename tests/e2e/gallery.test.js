// The gallery: every primitive and widget in every state. What axe finds in it, in each theme, scheme, language and width.
//
// All of them together are many minutes: by default each page is looked at in a choice in which every two values of
// different settings meet. `GALLERY=all` looks at everything.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { startGallery } from "./support/gallery.js";

const WIDTHS = [360, 768, 1280];
const SCHEMES = ["light", "dark"];

let gallery, browser, contents;
before(async () => {
  [gallery, browser] = await Promise.all([startGallery(), launch()]);
  contents = await gallery.contents();
});
after(async () => {
  await browser?.close();
  gallery?.stop();
});

/** Every choice of one value from each list. */
function product(lists) {
  return lists.reduce((chosen, list) => chosen.flatMap((one) => list.map((value) => [...one, value])), [[]]);
}

/** So few of them that every two values of different lists are together in one. */
function pairs(lists) {
  const all = product(lists);
  const keys = (one) => one.flatMap((a, i) => one.slice(i + 1).map((b, j) => `${i}:${a}|${i + j + 1}:${b}`));
  const missing = new Set(all.flatMap(keys));
  const chosen = [];
  while (missing.size) {
    const news = (one) => keys(one).filter((key) => missing.has(key)).length;
    const best = all.reduce((one, other) => (news(other) > news(one) ? other : one));
    for (const key of keys(best)) missing.delete(key);
    chosen.push(best);
  }
  return chosen;
}

/** Opens a page and waits until everything on it is what it will be. */
async function open(page, parameters) {
  await page.goto(gallery.address(parameters));
  await page.locator("html[data-ready]").waitFor({ timeout: 60_000 });
}

describe("the gallery", () => {
  it("has nothing for axe to find", async () => {
    const pages = ["primitives", "contract", ...new Set(contents.cells.map((cell) => cell.widget))];
    const alone = contents.cells.filter((cell) => cell.alone);
    const settings = [contents.themes.map((theme) => theme.name), SCHEMES, contents.locales, WIDTHS];
    const combinations = process.env.GALLERY === "all" ? product(settings) : pairs(settings);
    const broken = [];
    let [looks, rules] = [0, 0];
    for (const [theme, scheme, locale, width] of combinations) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      const check = async (name, parameters) => {
        await open(page, { ...parameters, theme, scheme, locale });
        const found = await look(page, "body", `${name}: ${theme}, ${scheme}, ${locale}, ${width} px`);
        looks++;
        rules += found.checked;
        broken.push(...found.broken);
      };
      for (const name of pages) await check(name, { page: name });
      for (const cell of alone) await check(cell.id, { page: cell.widget, cell: cell.id });
      for (const cell of ["dialog", "confirmation", "menu"]) await check(cell, { page: "primitives", cell });
      assert.deepEqual(complaints, []);
      await context.close();
    }
    console.log(`# ${combinations.length} combinations of theme, scheme, language and width, ${looks} looks, ${rules} rules checked`);
    assert.equal(broken.length, 0, [...new Set(broken)].join("\n"));
  });

  it("shows every state", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const widget of new Set(contents.cells.map((cell) => cell.widget))) {
      await open(page, { page: widget });
      const inside = (id) => page.locator(`#${widget}-${id}`);
      for (const state of ["loading", "failed", "denied", "off", "refused"]) {
        const text = await inside(state).locator("[part~=widget], [part~=error]").first().innerText();
        assert.ok(text.trim(), `${widget}, ${state}`);
      }
      await inside("loading").locator(".portal-skeleton").first().waitFor();
      await inside("failed").getByRole("button", { name: "Try again" }).first().waitFor();
      await inside("refused").locator("[part~=error]").waitFor();
      await picture(page, `gallery-${widget}`);
    }
    await open(page, { page: "primitives" });
    await picture(page, "gallery-primitives");
    await context.close();
  });

  it("says the same at every look: nothing in it passes or is random", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    const seen = async () => {
      await open(page, { page: "audit-log" });
      return page.locator("#audit-log-filled").screenshot();
    };
    assert.ok((await seen()).equals(await seen()));
    await context.close();
  });
});
