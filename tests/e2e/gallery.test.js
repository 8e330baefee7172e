// The gallery: every primitive and widget in every state. What axe finds in it, in each theme, scheme, language and width.
//
// All of them together take an hour: by default there are so many combinations that every two values of different settings
// meet, and each is that of a few pages, in turn. `GALLERY=all` looks at every page in every combination.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { startGallery } from "./support/gallery.js";
import { difference } from "./support/pictures.js";

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
    const widgets = new Set(contents.cells.map((cell) => cell.widget));
    const pages = [
      ...["primitives", "contract", ...widgets].map((page) => ({ page })),
      ...["dialog", "confirmation", "menu"].map((cell) => ({ page: "primitives", cell })),
      ...contents.cells.filter((cell) => cell.alone).map((cell) => ({ page: cell.widget, cell: cell.id })),
    ];
    const settings = [contents.themes.map((theme) => theme.name), SCHEMES, contents.locales, WIDTHS];
    const everything = process.env.GALLERY === "all";
    const combinations = everything ? product(settings) : pairs(settings);
    const broken = [];
    let [looks, rules] = [0, 0];
    for (const [turn, [theme, scheme, locale, width]] of combinations.entries()) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      const some = everything ? pages : [0, 1, 2].map((next) => pages[(turn * 3 + next) % pages.length]);
      for (const shown of some) {
        await open(page, { ...shown, theme, scheme, locale });
        const name = `${shown.cell ?? shown.page}: ${theme}, ${scheme}, ${locale}, ${width} px`;
        const found = await look(page, "body", name);
        looks++;
        rules += found.checked;
        // A page of it has the same widget many times over, which no page of a vendor's has.
        broken.push(...found.broken.filter((line) => !line.includes("landmark-unique: ")));
      }
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
    const [first, second] = [await seen(), await seen()];
    // A page without a policy.
    assert.equal(await difference(await browser.newPage(), first, second), 0);
    await context.close();
  });

  it("has an editor: a theme from a colour, seen at once, refused or repaired where it cannot be read", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await open(page, { page: "status", edit: "1" });
    const editor = page.getByRole("complementary", { name: "Theme editor" });
    const button = page.locator("#status-filled [data-variant=primary]").first();
    const ground = () => button.evaluate((button) => getComputedStyle(button).backgroundColor);
    const reply = page.locator("#status-filled").getByRole("textbox", { name: /reply/i }).first();
    await reply.fill("half a sentence");
    await editor.getByLabel("Brand colour", { exact: true }).fill("#ffd400");
    await editor.getByRole("button", { name: "Make a theme" }).click();
    await editor.getByText(/^Moved so that they can be read/).waitFor();
    assert.equal(await ground(), "rgb(255, 212, 0)", "the button keeps the brand's colour");
    assert.equal(await reply.inputValue(), "half a sentence", "no widget began anew");

    await editor.getByLabel("Find").fill("text-muted");
    const muted = editor.getByLabel("color.text-muted, light", { exact: true });
    await muted.fill("#dddddd");
    await muted.press("Enter");
    await editor.getByText(/pairs of colours cannot be read/).waitFor();
    await editor.getByRole("button", { name: "Download" }).click();
    await editor.getByRole("alert").filter({ hasText: "refuses" }).waitFor();
    await picture(page, "gallery-editor");
    const found = await look(page, "#editor", "the editor");
    assert.deepEqual(found.broken, []);
    await muted.fill("blueish");
    await muted.press("Enter");
    await editor.getByRole("alert").filter({ hasText: "color.text-muted" }).waitFor();
    await editor.getByRole("button", { name: "Repair" }).click();
    await editor.getByText(/^All \d+ pairs of colours can be read/).waitFor();

    // Another page shows the same theme, and the file has it.
    await open(page, { page: "members", edit: "1" });
    const [download] = await Promise.all([page.waitForEvent("download"), editor.getByRole("button", { name: "Download" }).click()]);
    const file = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.equal(download.suggestedFilename(), "brand.tokens.json");
    assert.equal(file.button.primary.ground.$value, "#ffd400");
    await context.close();
  });
});
