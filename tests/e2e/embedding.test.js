// Living in somebody else's page: its policy, copies, coming and going.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { launch, ready, signIn, WIDGETS, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

const MOUNTS = 200;
/** What the JavaScript heap may grow by over all of them, in bytes. */
const GROWTH = 1_000_000;

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

describe("the page", () => {
  it("forbids everything that widgets do not need, and they do without", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const response = await page.goto(page.url());
    assert.equal(
      response.headers()["content-security-policy"],
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${demo.base_url}; img-src 'self'`,
    );
    await ready(page);
    await widget(page, "documents").getByRole("button", { name: /More actions/ }).first().click();
    await page.keyboard.press("Escape");
    await widget(page, "members").getByRole("button", { name: "Invite member" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Dark colours" }).click();
    await page.getByRole("button", { name: "Deutsch" }).click();
    await widget(page, "members").getByRole("button", { name: "Mitglied einladen" }).waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("gets the widgets' code compressed, with types that browsers insist on", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const responses = [];
    page.on("response", (response) => responses.push(response));
    await page.reload();
    await ready(page);
    const module = responses.find((response) => response.url().endsWith(".wasm"));
    assert.equal(module.headers()["content-type"], "application/wasm");
    assert.equal(module.headers()["content-encoding"], "br");
    const names = responses.map((response) => new URL(response.url()).pathname).join(" ");
    const text = await page.content();
    assert.doesNotMatch(`${names} ${text}`, /loggia/i, "the product's name is nobody's business here");
    await page.context().close();
  });

  it("leads nowhere but to itself", async () => {
    for (const path of ["/%2Felsewhere.example", "/elsewhere.example", "/fernhill;%20Domain=elsewhere.example/"]) {
      const answer = await fetch(demo.vendor_url + path, { redirect: "manual" });
      assert.equal(answer.status, 404, path);
    }
    const forged = await fetch(`${demo.vendor_url}/fernhill/sign-out`, { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
    assert.equal(forged.status, 403);
  });

  it("holds two copies of each widget, which agree", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    await ready(page);
    await page.evaluate((names) => {
      for (const name of names) document.querySelector("main").append(document.createElement(`portal-${name}`));
    }, WIDGETS);
    await ready(page);
    const [first, second] = [page.locator("portal-members").nth(0), page.locator("portal-members").nth(1)];
    await first.getByRole("button", { name: "Invite member" }).click();
    await first.getByRole("dialog").getByLabel("E-mail address").fill("twice@larkspur.example");
    await first.getByRole("dialog").getByLabel("Viewer").check();
    await first.getByRole("button", { name: "Send invitation" }).click();
    await second.getByRole("row", { name: /twice@larkspur.example/ }).waitFor();
    await page.locator("portal-status").nth(1).getByRole("button", { name: /Credit line increase/ }).click();
    await page.locator("portal-status").nth(1).getByRole("article", { name: /Credit line increase/ }).waitFor();
    const ids = await page.evaluate(() => [...document.querySelectorAll("*")].filter((node) => node.shadowRoot)
      .flatMap((node) => [...node.shadowRoot.querySelectorAll("[id]")].map((inner) => inner.id)));
    assert.equal(new Set(ids).size, ids.length, "an id is used twice");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe("coming and going", () => {
  it(`works ${MOUNTS} times and leaves less than 1 MB behind`, async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const inspector = await page.context().newCDPSession(page);
    const cycle = (count) => page.evaluate(async ({ count, names }) => {
      const main = document.querySelector("main");
      for (let turn = 0; turn < count; turn++) {
        const element = document.createElement(`portal-${names[turn % names.length]}`);
        const shown = new Promise((resolve) => element.addEventListener("portal-ready", resolve, { once: true }));
        main.append(element);
        await shown;
        element.remove();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, { count, names: WIDGETS });
    const heap = async () => {
      // What the last ones hung on the page is freed a second after they went.
      await page.waitForTimeout(1500);
      for (let turn = 0; turn < 3; turn++) await inspector.send("HeapProfiler.collectGarbage");
      return inspector.send("Runtime.getHeapUsage");
    };
    await cycle(16);
    const before = await heap();
    await cycle(MOUNTS);
    const after = await heap();
    const growth = after.usedSize - before.usedSize;
    const backing = (after.backingStorageSize ?? 0) - (before.backingStorageSize ?? 0);
    console.log(`# ${MOUNTS} mounts and unmounts: heap ${kB(growth)}, buffers and wasm memory ${kB(backing)}`);
    assert.ok(growth < GROWTH, `the heap grew by ${kB(growth)}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("survives removal from inside the widget's own event", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    for (let turn = 0; turn < 3; turn++) {
      await page.evaluate(() => {
        const element = document.querySelector("portal-status");
        element.addEventListener("portal-navigate", () => element.remove(), { once: true });
      });
      await widget(page, "status").getByRole("button", { name: /Credit line increase/ }).click();
      await page.waitForSelector("portal-status", { state: "detached" });
      await page.evaluate(() => document.querySelector("main").prepend(document.createElement("portal-status")));
      await ready(page);
    }
    // A click inside the widget that takes it out of the page.
    await page.evaluate(() => {
      const element = document.querySelector("portal-documents");
      element.shadowRoot.addEventListener("click", () => element.remove(), { once: true, capture: true });
    });
    await widget(page, "documents").getByRole("button", { name: /More actions/ }).first().click();
    await page.waitForSelector("portal-documents", { state: "detached" });
    await widget(page, "members").getByRole("button", { name: "Invite member" }).click();
    await widget(page, "members").getByRole("dialog").waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

function kB(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
