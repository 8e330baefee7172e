// Pages whose style sheets mean everything: each widget looks as it does on a plain page, pixel by pixel.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";

import { launch, signIn, WIDGETS, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { difference } from "./support/pictures.js";

/** How many pixels of a widget may differ: where two renderings round a curve differently. */
const TOLERANCE = 0.001;

const PAGES = {
  "resets everything": { styles: "* { all: unset !important }" },
  "reverts everything to the browser's": { styles: "* { all: revert !important }" },
  "sets its type with !important": {
    styles: `* {
      font: italic 900 40px/3 serif !important; letter-spacing: 0.5em !important; word-spacing: 2em !important;
      text-transform: uppercase !important; text-align: right !important; text-indent: 4em !important; color: red !important;
      -webkit-text-fill-color: red !important; text-shadow: 2px 2px blue !important; white-space: nowrap !important;
      word-break: break-all !important; font-variant: small-caps !important;
      list-style: square inside !important; border-collapse: collapse !important; border-spacing: 9px !important;
      cursor: wait !important; user-select: none !important; quotes: "x" !important; hyphens: auto !important;
      caption-side: bottom !important; empty-cells: hide !important; line-break: anywhere !important; tab-size: 20 !important;
    }
    /* One on the page's body goes through everything, as CSS has it. */
    body > div > * { text-decoration: line-through !important }`,
  },
  "has huge fonts": { styles: "html { font-size: 64px !important } body, div, [class] { font-size: 3rem !important; line-height: 4 !important }" },
  "has tiny fonts": { styles: "html { font-size: 25% !important }" },
  "runs from right to left": { dir: "rtl", styles: "* { direction: rtl !important; unicode-bidi: bidi-override !important }" },
  "gives every element a look": {
    styles: `*, *::before, *::after { box-sizing: content-box !important; border-radius: 50% !important }
      button, input, select, table, td, th, h2, p, ul, li, dialog, form { all: unset !important; display: inline !important; font-size: 70px !important }
      ::selection { background: red } *:focus { outline: 9px solid red !important }`,
  },
};

let demo, browser, compare;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
  compare = await (await browser.newContext()).newPage();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The demo's page, with each widget alone in a box of its own. */
async function open(options, width = 900) {
  const page = await signIn(browser, demo, "Dana Okafor", { colorScheme: "light", ...options });
  await page.clock.setFixedTime(new Date());
  await page.evaluate(({ names, width }) => {
    for (const node of document.querySelectorAll("link[rel=stylesheet]")) node.remove();
    const boxes = names.map((name) => {
      const box = document.createElement("div");
      const styles = { all: "initial", display: "block", width: `${width}px`, "writing-mode": "horizontal-tb", "margin-bottom": "40px", direction: "ltr" };
      for (const [property, value] of Object.entries(styles)) box.style.setProperty(property, value, "important");
      box.append(document.querySelector(`portal-${name}`));
      return box;
    });
    document.body.replaceChildren(...boxes);
  }, { names: WIDGETS, width });
  await widget(page, "status").getByRole("button", { name: /Credit line increase/ }).click();
  await widget(page, "status").getByRole("article", { name: /Credit line increase/ }).waitFor();
  await page.evaluate(() => document.querySelector("portal-status").shadowRoot.activeElement?.blur());
  return page;
}

/** Pictures of all widgets, and of a dialog. */
async function pictures(page) {
  await page.mouse.move(0, 0);
  const shots = {};
  for (const name of WIDGETS) {
    shots[name] = await widget(page, name).locator(".portal").first().screenshot({ animations: "disabled", caret: "hide" });
  }
  await widget(page, "members").getByRole("button", { name: "Invite member" }).click();
  const dialog = widget(page, "members").getByRole("dialog");
  await dialog.waitFor();
  shots.dialog = await dialog.screenshot({ animations: "disabled", caret: "hide" });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  // The focus went back to the button.
  await page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement?.blur());
  return shots;
}

/** Compares all pictures; keeps those of what differs. */
async function same(plain, hostile, title) {
  const found = {};
  for (const name of Object.keys(plain)) {
    const part = await difference(compare, plain[name], hostile[name]);
    if (typeof part === "number" && part <= TOLERANCE) continue;
    found[name] = part;
    const folder = process.env.SCREENSHOTS ?? fileURLToPath(new URL("../../target/screenshots", import.meta.url));
    mkdirSync(folder, { recursive: true });
    const file = `hostile-${title.replaceAll(/[^a-z]+/gi, "-")}-${name}`;
    writeFileSync(join(folder, `${file}.png`), hostile[name]);
    writeFileSync(join(folder, `${file}-plain.png`), plain[name]);
  }
  assert.deepEqual(found, {});
}

describe("a page that", () => {
  let page, plain;
  before(async () => {
    page = await open({});
    plain = await pictures(page);
  });
  after(() => page?.context().close());

  it("changes nothing shows the same twice", async () => {
    await same(plain, await pictures(page), "same");
    assert.equal(typeof (await difference(compare, plain.status, plain.members)), "string", "two widgets are told apart");
  });

  for (const [title, { styles, dir }] of Object.entries(PAGES)) {
    it(`${title} leaves every widget as it is`, async () => {
      await page.evaluate(({ styles, dir }) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [sheet];
        document.documentElement.dir = dir ?? "";
      }, { styles, dir });
      try {
        await same(plain, await pictures(page), title);
      } finally {
        await page.evaluate(() => {
          document.adoptedStyleSheets = [];
          document.documentElement.dir = "";
        });
      }
    });
  }

  it("is zoomed shows every widget as a screen with more pixels does", async () => {
    const dense = await open({ deviceScaleFactor: 2 }, 600);
    const zoomed = await open({}, 600);
    await zoomed.evaluate(() => document.body.style.setProperty("zoom", "2"));
    const [first, second] = [await pictures(dense), await pictures(zoomed)];
    await dense.context().close();
    await zoomed.context().close();
    // A dialog is as wide as the window lets it be, and the windows differ.
    for (const name of WIDGETS) {
      const part = await difference(compare, first[name], second[name], 2);
      // Lines of text may stand a pixel further down.
      assert.ok(part < 0.06, `${name}: ${part}`);
    }
  });
});
