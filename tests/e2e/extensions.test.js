// What a page adds to widgets: pages, columns, actions, and what is shown where there is nothing yet.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture, signIn, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Adds to the widgets of a vendor's page, as its own script would. */
function extend(page) {
  return page.evaluate(() => {
    window.wanted = [];
    document.addEventListener("portal-action", ({ target, detail }) => window.wanted.push({ from: target.localName, ...detail }));
    const documents = document.querySelector("portal-documents");
    documents.insertAdjacentHTML(
      "beforeend",
      `<div slot="page-guidelines"><h3>How we keep files</h3><p>Seven years, then they are shredded.</p>
         <label>Your question <input name="question"></label> <button type="button" id="own">Ask</button></div>`,
    );
    documents.extensions = {
      pages: [{ key: "guidelines", title: "Guidelines" }],
      columns: [{ key: "number", title: "Contract no.", value: ({ id }) => `C-${id.slice(-4)}` }],
      actions: [
        { key: "sign", title: "Send for signature", of: "item", fits: ({ name }) => name.endsWith(".pdf") },
        { key: "scan", title: "Scan" },
      ],
    };
    document.querySelector("portal-status").extensions = {
      columns: [{ key: "erp", title: "ERP order", value: () => Object.assign(document.createElement("a"), { href: "/order", textContent: "4711" }) }],
      actions: [{ key: "call", title: "Call me back", of: "item" }],
    };
    document.querySelector("portal-members").extensions = { columns: [{ key: "seat", title: "Seat", value: ({ kind }) => kind }] };
  });
}

/** Waits until what has the focus in a widget says this. */
function focusComesTo(page, text) {
  return page.waitForFunction((text) => document.activeElement?.shadowRoot?.activeElement?.textContent === text, text);
}

describe("what a page adds", () => {
  for (const [width, scheme] of [[1280, "light"], [390, "dark"]]) {
    it(`is in the widgets at ${width} px, ${scheme}`, async () => {
      const page = await signIn(browser, demo, "Dana Okafor", { viewport: { width, height: 900 }, colorScheme: scheme });
      await extend(page);
      const documents = widget(page, "documents");
      await documents.getByRole("button", { name: "Guidelines" }).waitFor();
      await page.locator("portal-documents > span[slot^=column-number-]").first().waitFor();
      assert.match(await documents.getByText(/^C-/).first().textContent(), /^C-\w{4}$/);
      const status = widget(page, "status");
      if (width < 800) await status.getByRole("button", { name: /Payment terms/ }).first().click();
      await status.getByRole("link", { name: "4711" }).waitFor();
      await widget(page, "members").getByText("member", { exact: true }).first().waitFor();
      for (const tag of ["portal-documents", "portal-status", "portal-members"]) {
        assert.deepEqual((await look(page, tag, tag)).broken, []);
      }
      await picture(page, `extensions-${width}-${scheme}`);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }

  it("an action of an item names it, where it fits; one of the widget's names none", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    await extend(page);
    const documents = widget(page, "documents");
    const wanted = async (count) => {
      await page.waitForFunction((count) => window.wanted.length === count, count);
      return page.evaluate(() => window.wanted.at(-1));
    };
    await documents.getByRole("button", { name: "Scan" }).click();
    assert.deepEqual(await wanted(1), { from: "portal-documents", action: "scan", item: undefined });

    const menu = documents.getByRole("button", { name: /^More actions for .*\.pdf$/ }).first();
    const name = (await menu.getAttribute("aria-label")).replace("More actions for ", "");
    await menu.focus();
    await page.keyboard.press("ArrowDown");
    await focusComesTo(page, "Download");
    await page.keyboard.press("s");
    await focusComesTo(page, "Send for signature");
    await page.keyboard.press("Enter");
    const { from, action, item } = await wanted(2);
    assert.deepEqual([from, action, item.kind, item.name], ["portal-documents", "sign", "document", name]);
    assert.match(item.id, /^doc_/);

    const other = documents.getByRole("button", { name: /^More actions for (?!.*\.pdf$)/ }).first();
    if (await other.count()) {
      await other.click();
      assert.equal(await documents.getByRole("menuitem", { name: "Send for signature" }).filter({ visible: true }).count(), 0);
      await page.keyboard.press("Escape");
    }
    await widget(page, "status").getByRole("button", { name: "Call me back" }).click();
    assert.equal((await wanted(3)).item.kind, "case");
    await page.context().close();
  });

  it("a page is shown with its view, gives the focus back, and its events are the page's alone", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    await extend(page);
    const documents = widget(page, "documents");
    const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
    await documents.getByRole("button", { name: "Guidelines" }).click();
    await page.getByRole("heading", { name: "How we keep files" }).waitFor();
    assert.equal(await page.locator("portal-documents").getAttribute("view"), "page/guidelines");
    await focusComesTo(page, "Documents");
    // A page that is a Dioxus app numbers its elements, too: those are not the widget's.
    await page.evaluate(() => {
      const element = document.querySelector("portal-documents");
      // The number of the button that leads back: whoever took it for the widget's would leave the page.
      const number = element.shadowRoot.querySelector("[part=page] > button").getAttribute("data-dioxus-id");
      if (!number) throw new Error("the button has no number");
      for (let node = element; node; node = node.parentElement) node.setAttribute("data-dioxus-id", number);
      window.heard = [];
      for (const type of ["click", "keydown", "input"]) document.addEventListener(type, (event) => window.heard.push(`${type} ${event.target.id || event.target.name}`));
    });
    await page.locator("#own").click();
    await page.locator("input[name=question]").pressSequentially("a");
    assert.deepEqual(await page.evaluate(() => window.heard), ["click own", "keydown question", "input question"]);
    await page.waitForTimeout(100);
    assert.equal(await page.locator("portal-documents").getAttribute("view"), "page/guidelines", "the widget heard of the page's click");
    await picture(page, "extensions-page");

    await documents.getByRole("button", { name: "Documents" }).click();
    await documents.getByRole("button", { name: "Guidelines" }).waitFor();
    assert.equal(await page.locator("portal-documents").getAttribute("view"), null);
    await focusComesTo(page, "Guidelines");

    // A deep link leaves the focus where it is.
    await page.evaluate(() => {
      document.activeElement?.blur();
      document.querySelector("portal-documents").setAttribute("view", "page/guidelines");
    });
    await page.getByRole("heading", { name: "How we keep files" }).waitFor();
    assert.equal(await focused(), undefined);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("changes and goes with the property, and rows take their cells along", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    await extend(page);
    const documents = widget(page, "documents");
    const cells = page.locator("portal-documents > span[slot^=column-number-]");
    await cells.first().waitFor();
    await page.waitForTimeout(500);
    const before = await cells.count();
    await documents.getByRole("searchbox").fill("nothing is called that");
    await documents.getByText("Nothing found").or(documents.getByText("No results")).first().waitFor();
    await documents.getByRole("searchbox").fill("");
    await documents.getByRole("table").waitFor();
    await cells.nth(before - 1).waitFor();
    await page.waitForTimeout(500);
    assert.equal(await cells.count(), before, "cells are neither lost nor left over");

    await page.evaluate(() => {
      document.querySelector("portal-documents").extensions = { columns: [{ key: "number", title: "Number", value: () => "changed" }] };
    });
    await documents.getByText("changed").first().waitFor();
    assert.equal(await documents.getByRole("button", { name: "Guidelines" }).count(), 0);
    await page.evaluate(() => { document.querySelector("portal-documents").extensions = undefined; });
    await documents.getByRole("columnheader", { name: "Number" }).waitFor({ state: "detached" });
    await page.evaluate(() => document.querySelector("portal-documents").remove());
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("an empty widget shows the page's own content", async () => {
    const page = await signIn(browser, demo, "Dana Okafor", { viewport: { width: 390, height: 900 }, colorScheme: "dark" });
    await page.route("**/v1/documents?*", (route) =>
      route.fulfill({ json: { items: [], next_cursor: null, total: 0 }, headers: { "access-control-allow-origin": "*" } }));
    await page.route("**/v1/document-folders*", (route) =>
      route.fulfill({ json: { items: [], next_cursor: null, total: 0 }, headers: { "access-control-allow-origin": "*" } }));
    await page.evaluate(() => {
      const element = document.querySelector("portal-documents");
      element.innerHTML = `<p slot="empty">We send your first contract within a day.</p>`;
      element.reload();
    });
    await page.getByText("We send your first contract within a day.").waitFor();
    // A file that is dropped there is the widget's to take: the browser would open it otherwise.
    const taken = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.txt"));
      let heard = false;
      document.addEventListener("dragover", () => { heard = true; });
      const over = new DragEvent("dragover", { bubbles: true, composed: true, cancelable: true, dataTransfer });
      document.querySelector("[slot=empty]").dispatchEvent(over);
      return { prevented: over.defaultPrevented, heard };
    });
    assert.deepEqual(taken, { prevented: true, heard: false });
    await picture(page, "extensions-empty");
    await page.context().close();
  });

  it("what is none is refused by name", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const complained = async (times) => {
      for (let turn = 0; turn < 100 && page.complaints.length < times; turn++) await page.waitForTimeout(50);
    };
    await page.evaluate(() => { document.querySelector("portal-documents").extensions = { columns: [{ key: "A b", title: "x" }] }; });
    await complained(1);
    assert.match(page.complaints.join(), /extensions\.columns\[0\]\.key: "A b" is not of small letters, digits and hyphens/);
    await page.evaluate(() => {
      document.querySelector("portal-documents").extensions = { columns: [{ key: "x", title: "x" }, { key: "x", title: "y" }] };
    });
    await complained(2);
    assert.match(page.complaints.join(), /extensions\.columns\[1\]\.key: "x" is there twice/);
    await page.context().close();
  });
});
