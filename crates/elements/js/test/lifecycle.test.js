// Elements that start, move, go and come back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CONFIGURE, heard, startStage, TAGS, until } from "./harness.js";

let stage;
before(async () => (stage = await startStage()));
after(() => stage.close());

const all = TAGS.map((tag) => `<${tag}></${tag}>`).join("");

describe("starting", () => {
  test("a skeleton is there before the module, in the widget's size", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const page = await stage.open(all, CONFIGURE, (page) =>
      page.route("**/*_bg.wasm", async (route) => {
        await held;
        await route.continue();
      }),
    );
    for (const tag of TAGS) {
      const skeleton = page.locator(tag).locator("[part=skeleton]");
      await skeleton.waitFor();
      assert.ok((await skeleton.boundingBox()).height > 300, tag);
    }
    release();
    await heard(page, "portal-ready", TAGS.length);
    assert.equal(await page.locator("[part=skeleton]").count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test("two copies of each widget share one session and one event stream, under the strict policy", async () => {
    const page = await stage.open(all + all);
    await heard(page, "portal-ready", 2 * TAGS.length);
    await until(() => stage.portal.openEvents);
    // Whoever wanted another one would have asked by now.
    await page.waitForTimeout(300);
    assert.equal(stage.vendor.secrets, 1);
    assert.equal(stage.portal.requests.filter((request) => request === "GET /v1/session").length, 1);
    assert.equal(stage.portal.openEvents, 1);
    assert.deepEqual(page.faults, []);
    const sheets = await page.evaluate(
      (tags) => new Set(tags.flatMap((tag) => [...document.querySelectorAll(tag)].map((element) => element.shadowRoot.adoptedStyleSheets[1]))).size,
      TAGS,
    );
    assert.equal(sheets, 1, "one style sheet for all");
  });

  test("settings may come late", async () => {
    const page = await stage.open(all, `import { configure } from "/widgets/portal.js"; window.configure = configure;`);
    await page.locator("portal-status [part=skeleton]").waitFor();
    await page.evaluate((server) => window.configure({ server, fetchClientSecret: () => "es_secret_x" }), stage.portal.url);
    await heard(page, "portal-ready", TAGS.length);
  });

  test("properties set before the elements are defined count", async () => {
    const page = await stage.open(
      "<portal-status></portal-status>",
      `const element = document.querySelector("portal-status");
       element.fetchClientSecret = () => "es_secret_x";
       element.setAttribute("server", "PORTAL");
       await import("/widgets/portal.js");`,
    );
    await heard(page, "portal-ready");
  });

  test("a module sent with the wrong media type starts all the same", async () => {
    const page = await stage.open(all, CONFIGURE, (page) =>
      page.route("**/*_bg.wasm", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain" } });
      }),
    );
    await heard(page, "portal-ready", TAGS.length);
  });
});

describe("coming and going", () => {
  test("a moved element keeps its widget", async () => {
    const page = await stage.open(`<main></main><portal-status></portal-status>`);
    await heard(page, "portal-ready");
    await page.evaluate(async () => {
      const element = document.querySelector("portal-status");
      window.root = element.shadowRoot.querySelector(".portal");
      document.querySelector("main").append(element);
    });
    await page.waitForTimeout(200);
    assert.ok(await page.evaluate(() => window.root === document.querySelector("main portal-status").shadowRoot.querySelector(".portal")));
    assert.equal((await heard(page, "portal-ready")).length, 1);
  });

  test("the last widget to go closes the event stream, and one that comes back starts anew", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    await until(() => stage.portal.openEvents === 1);
    await page.evaluate(() => {
      window.element = document.querySelector("portal-status");
      window.element.remove();
    });
    await until(() => stage.portal.openEvents === 0);
    assert.equal(await page.evaluate(() => window.element.shadowRoot.childElementCount), 0);
    await page.evaluate(() => document.body.append(window.element));
    await heard(page, "portal-ready", 2);
    assert.deepEqual(page.faults, []);
  });

  test("200 mounts and unmounts keep less than 1 MB", async () => {
    const page = await stage.open("<main></main>");
    const cdp = await page.context().newCDPSession(page);
    const cycle = (count) =>
      page.evaluate(
        async ([count, tags]) => {
          const main = document.querySelector("main");
          for (let at = 0; at < count; at++) {
            const element = document.createElement(tags[at % tags.length]);
            const ready = new Promise((resolve) => element.addEventListener("portal-ready", resolve, { once: true }));
            main.append(element);
            await ready;
            element.remove();
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
        [count, TAGS],
      );
    const measure = async () => {
      // What the last ones hung on the page is freed a second after they went.
      await page.waitForTimeout(1500);
      for (let at = 0; at < 3; at++) await cdp.send("HeapProfiler.collectGarbage");
      await page.waitForTimeout(200);
      const heap = await cdp.send("Runtime.getHeapUsage");
      const dom = await cdp.send("Memory.getDOMCounters");
      const wasm = await page.evaluate(() => window.wasmMemory.buffer.byteLength);
      return { js: heap.usedSize, wasm, nodes: dom.nodes, listeners: dom.jsEventListeners };
    };
    // The caches fill first; what grows afterwards would grow for ever.
    await cycle(20);
    const first = await measure();
    await cycle(200);
    const last = await measure();
    const grown = last.js - first.js + (last.wasm - first.wasm);
    console.log(`200 mounts: ${(grown / 1000).toFixed(0)} kB kept`, { first, last });
    assert.ok(grown < 1_000_000, `${grown} bytes kept`);
    assert.ok(last.nodes - first.nodes < 200, `${last.nodes - first.nodes} nodes kept`);
    assert.deepEqual(page.faults, []);
  });

  test("an element may be removed from inside an event handler of its own widget", async () => {
    const page = await stage.open(all);
    await heard(page, "portal-ready", TAGS.length);
    const removed = await page.evaluate(async (tags) => {
      let count = 0;
      for (const tag of tags) {
        const element = document.querySelector(tag);
        // Removed while the widget's own listeners are still to run, and unmounted at once as well.
        const target = element.shadowRoot.querySelector("button, input, a") ?? element.shadowRoot.querySelector(".portal *");
        target.addEventListener("click", () => {
          element.remove();
          count++;
        });
        target.click();
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      return count;
    }, TAGS);
    assert.equal(removed, TAGS.length);
    assert.deepEqual(page.faults, []);
  });
});
