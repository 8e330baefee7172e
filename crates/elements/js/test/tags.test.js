// Which tags there are, when they are defined, and what they find: prefixes, versions, the autoloader, a server's skeletons.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { heard, PACKAGE, startStage, TAGS } from "./harness.js";

const { skeletonHtml } = await import(join(PACKAGE, "dist/server.js"));

let stage;
before(async () => (stage = await startStage()));
after(() => stage.close());

const CONFIGURE = `configure({ server: "PORTAL", fetchClientSecret: () => fetch("/secret", { method: "POST" }).then((answer) => answer.json()) });`;
const tokens = (page, tag) =>
  page.evaluate((tag) => getComputedStyle(document.querySelector(tag)).getPropertyValue("--portal-color-accent").trim(), tag);

describe("a prefix", () => {
  test("is all that the tags of a page have in common", async () => {
    const page = await stage.open(
      "<acme-status></acme-status><portal-status></portal-status>",
      `import { configure, define } from "/widgets/elements.js"; define({ prefix: "acme" }); ${CONFIGURE}`,
    );
    const [ready] = await heard(page, "portal-ready");
    assert.equal(ready.tag, "acme-status");
    await page.locator("acme-status").getByText("Nothing is open").waitFor();
    const defined = await page.evaluate((tags) => tags.filter((tag) => customElements.get(tag)), TAGS);
    assert.deepEqual(defined, []);
    assert.deepEqual(page.faults, []);
  });

  test("keeps two versions on one page apart: module, settings, session, logout", async () => {
    const page = await stage.open(
      "<portal-members></portal-members><acme-members></acme-members>",
      `import { configure, logout } from "/widgets/portal.js";
       import * as other from "/other/elements.js";
       other.define({ prefix: "acme", widgets: ["members"] });
       const fetchClientSecret = () => fetch("/secret", { method: "POST" }).then((answer) => answer.json());
       configure({ server: "PORTAL", fetchClientSecret, theme: { "color.accent": "#112233" } });
       other.configure({ server: "PORTAL", fetchClientSecret, theme: { "color.accent": "#445566" }, locale: "de" });
       window.leave = () => other.logout();`,
    );
    await heard(page, "portal-ready", 2);
    assert.equal(await tokens(page, "portal-members"), "#112233");
    assert.equal(await tokens(page, "acme-members"), "#445566");
    await page.locator("acme-members").getByRole("button", { name: "Mitglied einladen" }).first().waitFor();
    await page.locator("portal-members").getByRole("button", { name: "Invite member" }).first().waitFor();
    assert.equal(stage.vendor.secrets, 2, "each has a session of its own");
    const modules = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname).filter((path) => path.endsWith(".wasm")));
    assert.deepEqual([...new Set(modules.map((path) => path.split("/")[1]))].sort(), ["other", "widgets"]);
    await page.evaluate(() => window.leave());
    await page.locator("acme-members [part=error]").waitFor();
    assert.equal(await page.locator("portal-members [part=error]").count(), 0);
    assert.deepEqual(page.faults, []);
  });
});

describe("the autoloader", () => {
  const AUTOLOAD = `import { configure } from "/widgets/autoloader.js"; ${CONFIGURE}`;
  const fetched = (page) => page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));

  test("downloads nothing until a tag occurs, and defines that one", async () => {
    const page = await stage.open("<main></main>", AUTOLOAD);
    await page.waitForTimeout(200);
    assert.ok(!(await fetched(page)).some((path) => /elements\.js|\.wasm/.test(path)));
    await page.evaluate(() => (document.querySelector("main").innerHTML = "<section><portal-status></portal-status></section>"));
    await heard(page, "portal-ready");
    const defined = await page.evaluate((tags) => tags.filter((tag) => customElements.get(tag)), TAGS);
    assert.deepEqual(defined, ["portal-status"]);
    await page.evaluate(() => document.querySelector("main").append(document.createElement("portal-members")));
    await heard(page, "portal-ready", 2);
    assert.equal(stage.vendor.secrets, 1, "one session for both");
    assert.deepEqual(page.faults, []);
  });

  test("finds what was on the page before it, and in a shadow root that it is told of", async () => {
    const page = await stage.open(
      "<portal-status></portal-status><div></div>",
      `import { autoload } from "/widgets/autoloader.js";
       const root = document.querySelector("div").attachShadow({ mode: "open" });
       root.innerHTML = "<acme-members></acme-members>";
       autoload(root, "acme");
       ${AUTOLOAD}`,
    );
    await heard(page, "portal-ready", 2);
    await page.locator("acme-members").getByText("Nobody is here yet").waitFor();
    assert.deepEqual(page.faults, []);
  });

  test("says at each element when the elements did not arrive, also at one that comes later", async () => {
    const two = "<portal-status></portal-status><portal-status></portal-status>";
    const page = await stage.open(two, AUTOLOAD, (page) => page.route("**/elements.js*", (route) => route.abort()));
    const errors = await heard(page, "portal-load-error", 2);
    assert.deepEqual(errors.map(({ tag, detail }) => [tag, detail.code]), [["portal-status", "module"], ["portal-status", "module"]]);
    await page.evaluate(() => document.body.append(document.createElement("portal-status")));
    await heard(page, "portal-load-error", 3);
  });
});

describe("a skeleton from the server", () => {
  test("is there before any script, and stays the same node until the widget is there", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const html = skeletonHtml("portal-status", { attributes: { scheme: "light" }, stylesheet: "/cdn/STYLES" });
    const styles = readdirSync(join(PACKAGE, "cdn")).find((name) => /^skeleton\..*\.css$/.test(name));
    const page = await stage.open(`${html.replace("STYLES", styles)}<p>below</p>`, `
      const element = document.querySelector("portal-status");
      window.early = element.shadowRoot.querySelector("[part=skeleton]");
      window.tops = [];
      const look = () => { window.tops.push(document.querySelector("p").getBoundingClientRect().top); requestAnimationFrame(look); };
      look();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { configure } = await import("/widgets/portal.js");
      window.kept = window.early.isConnected && element.shadowRoot.childElementCount === 1;
      ${CONFIGURE}`, (page) =>
      page.route("**/*_bg.wasm", async (route) => {
        await held;
        await route.continue();
      }),
    );
    await page.waitForFunction(() => window.kept !== undefined);
    assert.ok(await page.evaluate(() => window.kept), "the element keeps it, and nothing beside it");
    assert.ok(await page.evaluate(() => window.early.checkVisibility() && window.early.getBoundingClientRect().height >= 440));
    release();
    await heard(page, "portal-ready");
    assert.equal(await page.locator("[part=skeleton]").count(), 0);
    assert.equal(new Set(await page.evaluate(() => window.tops)).size, 1, "nothing moved");
    assert.deepEqual(page.faults, []);
  });

  test("is the one that the element makes itself", async () => {
    const html = skeletonHtml("portal-status").replace(/<(style|link).*?(<\/style>|>)(?=<div)/, "");
    const page = await stage.open(`${html}<portal-members></portal-members>`, `import "/widgets/portal.js";`);
    await page.locator("portal-members [part=skeleton]").waitFor();
    assert.ok(await page.evaluate(() => {
      const of = (tag) => document.querySelector(tag).shadowRoot.querySelector("[part=skeleton]");
      return of("portal-status").isEqualNode(of("portal-members"));
    }));
  });
});

describe("files for browsers", () => {
  test("check what they load", async () => {
    const sri = JSON.parse(readFileSync(join(PACKAGE, "sri.json"), "utf8"));
    const script = Object.keys(sri).find((name) => name.startsWith("portal."));
    const page = await stage.open("<portal-status></portal-status>", `import { configure } from "/cdn/${script}"; ${CONFIGURE}`);
    await heard(page, "portal-ready");
    assert.deepEqual(page.faults, []);
    const forged = await stage.open("<portal-status></portal-status>", `import { configure } from "/cdn/${script}"; ${CONFIGURE}`, (page) =>
      page.route("**/*_bg.wasm", async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        // A custom section at the end: the module means the same, and is another one.
        await route.fulfill({ response, body: Buffer.concat([body, Buffer.from([0, 2, 1, 120])]) });
      }),
    );
    const [error] = await heard(forged, "portal-load-error");
    assert.equal(error.detail.code, "module");
  });
});
