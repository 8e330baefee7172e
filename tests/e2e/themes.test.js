// Themes made of one colour each: whatever the colour, all of every widget can be read, and a page that changes its theme
// loses nothing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { look } from "./support/axe.js";
import { launch, openFolder, picture, ready, signIn, WIDGETS, widget } from "./support/browser.js";
import { readAll } from "./support/contrast.js";
import { startDemo } from "./support/demo.js";

/** As light as paper, as dark as ink, as bright as a screen can be, and right in between. */
const HARDEST = [
  "#ffff00", "#fffef0", "#ffffff", "#fefefe", "#000000", "#010101", "#0a0a12", "#39ff14", "#00ff00", "#ccff00", "#00ffff",
  "#ff00ff", "#0000ff", "#ff0000", "#ff6600", "#767676", "#808080", "#bada55", "#ffb3de", "#7fffd4",
];

/** 200 colours from all over sRGB, always the same ones. */
function random() {
  let state = 2463534242;
  return Array.from({ length: 200 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return `#${(state >>> 8).toString(16).padStart(6, "0")}`;
  });
}

/** What the server makes of colours: properties for light, and for dark on top of these. */
function generate(colors) {
  const arguments_ = ["theme", "generate", "--json", ...colors.flatMap((color) => ["--accent", color])];
  const programs = process.env.PROGRAMS;
  const [program, ...first] = programs
    ? [join(programs, "loggia-server")]
    : ["cargo", "run", "--quiet", "-p", "loggia-server", "--"];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const made = execFileSync(program, [...first, ...arguments_], { cwd, maxBuffer: 64 << 20, encoding: "utf8" });
  return JSON.parse(made);
}

/** The tokens of a theme in a scheme, as a page overrides them. */
function overrides(theme, scheme) {
  const properties = { ...theme.light, ...(scheme === "dark" ? theme.dark : {}) };
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [
    name.replace("--portal-", "").replace("-", "."), value,
  ]));
}

/**
 * Sets a page's theme, and waits until it is painted: in how many milliseconds what is in sight is, and how long the slowest
 * frame took after that, each of which paints a widget out of sight.
 */
function show(page, theme) {
  return page.evaluate(async (theme) => {
    const { configure } = await import("/portal/portal.js");
    // In a frame's callbacks: what it changes is laid out and painted in this frame.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const started = performance.now();
    configure({ theme });
    // A task after the frame.
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
    const first = performance.now() - started;
    let slowest = 0;
    for (let frame = 0; frame < 12; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const began = performance.now();
      await new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(null);
      });
      slowest = Math.max(slowest, performance.now() - began);
    }
    return { first, slowest };
  }, theme);
}

/** A page on which much is open: a case, a form with errors, files, members. */
async function open(browser, demo, scheme) {
  const page = await signIn(browser, demo, "Dana Okafor", { colorScheme: scheme, reducedMotion: "reduce" });
  await widget(page, "documents").getByRole("table").first().waitFor();
  await widget(page, "members").getByRole("table").first().waitFor();
  const status = widget(page, "status");
  await status.getByRole("button", { name: /Customs broker onboarding/ }).first().click();
  await status.getByRole("article", { name: /Customs broker onboarding/ }).waitFor();
  const requests = widget(page, "requests");
  await requests.getByRole("button", { name: /Report damaged goods/ }).click();
  await requests.getByRole("button", { name: "Continue" }).click();
  await requests.getByText(/need your attention/).first().waitFor();
  await openFolder(page, "Contracts");
  return page;
}

let demo, browser, themes;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
  themes = generate([...random(), ...HARDEST]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

describe("a theme made of one colour", () => {
  for (const scheme of ["light", "dark"]) {
    it(`can be read in every widget, whatever the colour: ${scheme}`, async () => {
      assert.equal(themes.length, 220);
      const page = await open(browser, demo, scheme);
      let [texts, rules] = [0, 0];
      const broken = [];
      const note = (theme, found) => {
        texts += found.texts;
        broken.push(...found.broken.map((line) => `${theme.accent}: ${line}`));
      };
      for (const [at, theme] of themes.entries()) {
        await show(page, overrides(theme, scheme));
        note(theme, await readAll(page));
        // The hardest, and one in twenty of the others, by another judge, too.
        if (at % 20 === 0 || at >= 200 && at % 4 === 0) {
          for (const name of WIDGETS) {
            const found = await look(page, `portal-${name}`, `${theme.accent}, ${name}`, ["color-contrast"]);
            rules += found.checked;
            broken.push(...found.broken);
          }
        }
        if (["#ffff00", "#39ff14", "#000000", "#ff6600"].includes(theme.accent)) {
          await picture(page, `theme-${theme.accent.slice(1)}-${scheme}`);
        }
      }
      // A dialog has a ground of its own.
      await widget(page, "members").getByRole("button", { name: "Invite member" }).click();
      await widget(page, "members").getByRole("dialog").waitFor();
      for (const theme of themes.filter((_, at) => at % 5 === 0)) {
        await show(page, overrides(theme, scheme));
        note(theme, await readAll(page));
      }
      console.log(`# ${scheme}: ${themes.length} themes, ${texts} texts, axe ${rules} times`);
      assert.deepEqual(broken, []);
      // Both judges can say no.
      await show(page, { "color.text": scheme === "dark" ? "#222222" : "#eeeeee" });
      assert.ok((await readAll(page)).broken.length > 10);
      assert.ok((await look(page, "portal-members", "planted", ["color-contrast"])).broken.length > 0);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
});

describe("a theme that changes", () => {
  it("repaints eight widgets, and keeps what is typed, scrolled and focused", async () => {
    const page = await signIn(browser, demo, "Dana Okafor", { reducedMotion: "reduce" });
    await page.evaluate((names) => {
      for (const name of names) document.querySelector(`portal-${name}`).after(document.createElement(`portal-${name}`));
    }, WIDGETS);
    await ready(page);
    await widget(page, "documents").getByRole("table").first().waitFor();
    await widget(page, "status").getByRole("button", { name: /Customs broker onboarding/ }).first().click();
    await widget(page, "status").getByRole("article").waitFor();
    await widget(page, "members").getByRole("searchbox").fill("dana");
    await widget(page, "members").getByRole("row", { name: /dana@larkspur/ }).waitFor();
    const requests = widget(page, "requests");
    await requests.getByRole("button", { name: /Add a delivery site/ }).click();
    const field = requests.getByLabel("Name of the site");
    await field.fill("Half of a na");
    await field.evaluate((input) => input.setSelectionRange(3, 7));
    const state = () => page.evaluate(() => {
      const inside = (name) => document.querySelector(`portal-${name}`).shadowRoot;
      const active = document.activeElement.shadowRoot?.activeElement;
      return {
        page: scrollY,
        lists: [...document.querySelectorAll("*")].filter((host) => host.shadowRoot).flatMap((host) =>
          [...host.shadowRoot.querySelectorAll("*")].filter((node) => node.scrollTop > 0).map((node) => node.scrollTop)),
        search: inside("members").querySelector("input[type=search]").value,
        focus: [active?.localName, active?.value, active?.selectionStart, active?.selectionEnd],
        open: inside("status").querySelector("article")?.getAttribute("aria-label") ?? inside("status").querySelector("article h3")?.textContent,
      };
    });
    await page.evaluate(() => {
      window.roots = [...document.querySelectorAll("*")].filter((node) => node.localName.startsWith("portal-"))
        .map((host) => host.shadowRoot.querySelector(".portal"));
      document.querySelector("portal-status").shadowRoot.querySelector(".portal-split-list").scrollTop = 40;
      scrollTo(0, 300);
    });
    const before = await state();
    assert.equal(before.focus[1], "Half of a na");
    const times = [];
    for (const theme of themes.slice(0, 20)) {
      times.push(await show(page, { ...overrides(theme, "light"), "radius.large": "2px" }));
      assert.deepEqual(await state(), before);
      const seen = await page.evaluate(() => [window.roots.length, window.roots.every((root) => root.isConnected),
        new Set(window.roots.map((root) => getComputedStyle(root).getPropertyValue("--portal-color-accent").trim()))
          .size]);
      assert.deepEqual(seen, [8, true, 1]);
    }
    // One that is taken back before widgets out of sight had their turn is worn by none of them.
    await page.evaluate(async ([passing, last]) => {
      const { configure } = await import("/portal/portal.js");
      configure({ theme: passing });
      await new Promise((resolve) => setTimeout(resolve));
      configure({ theme: last });
      for (let frame = 0; frame < 12; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, [overrides(themes[0], "light"), { ...overrides(themes[19], "light"), "radius.large": "2px" }]);
    const worn = await page.evaluate(() => window.roots.map((root) => getComputedStyle(root).getPropertyValue("--portal-color-accent").trim()));
    assert.deepEqual([...new Set(worn)], [overrides(themes[19], "light")["color.accent"]]);
    const accent = await page.evaluate(() => getComputedStyle(window.roots[0]).getPropertyValue("--portal-color-accent"));
    assert.equal(accent.trim(), overrides(themes[19], "light")["color.accent"]);
    const figures = (name) => {
      const sorted = times.map((time) => time[name]).sort((one, other) => one - other);
      return `median ${sorted[10].toFixed(1)} ms, slowest ${sorted[19].toFixed(1)} ms`;
    };
    console.log(`# eight widgets in another theme: in sight ${figures("first")}; frames after that ${figures("slowest")}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});
