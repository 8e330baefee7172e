// The contract's table against what the elements truly have and do.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { contract } from "../scripts/contract.js";
import { heard, startStage, TAGS } from "./harness.js";

const root = new URL("../../../../", import.meta.url).pathname;
const read = (path) => readFileSync(join(root, path), "utf8");
const names = (part) => Object.keys(contract[part]).sort();

describe("the contract names", () => {
  let stage, page;
  before(async () => {
    stage = await startStage();
    page = await stage.open(TAGS.map((tag) => `<${tag}></${tag}>`).join(""));
    await heard(page, "portal-ready", TAGS.length);
  });
  after(() => stage.close());

  test("every element, with its attributes, properties and methods, and no other", async () => {
    assert.deepEqual(names("elements"), [...TAGS].sort());
    const found = await page.evaluate((tags) => {
      const callbacks = ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"];
      return tags.map((tag) => {
        const type = customElements.get(tag);
        const prototype = Object.getPrototypeOf(type.prototype);
        const members = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([name]) => !callbacks.includes(name));
        return {
          attributes: [...type.observedAttributes].sort(),
          properties: members.filter(([, member]) => member.get && member.set).map(([name]) => name).sort(),
          methods: members.filter(([, member]) => typeof member.value === "function").map(([name]) => name).sort(),
        };
      });
    }, TAGS);
    for (const element of found) {
      assert.deepEqual(element, { attributes: names("attributes"), properties: names("properties"), methods: names("methods") });
    }
  });

  test("every state", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    for (const state of names("states")) {
      await page.waitForFunction((state) => document.querySelector("portal-status").matches(`:state(${state})`), state);
    }
  });

  test("every event, and which of them can be cancelled", () => {
    const events = read("crates/elements/js/src/events.ts");
    const senders = read("crates/elements/js/src/element.ts") + read("crates/elements/js/src/extender.ts");
    const sent = [...senders.matchAll(/emit\(this(?:\.host)?, "(portal-[a-z-]+)"/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(sent)].sort(), names("events"));
    for (const name of names("events")) {
      const { cancelable, says } = contract.events[name];
      assert.equal(cancelable, events.includes(`name === "${name}"`), name);
      assert.equal(cancelable, says.includes("Cancel it"), name);
    }
  });

  test("every part, and no other", () => {
    const ui = "crates/ui/src";
    const files = readdirSync(join(root, ui), { recursive: true }).filter((name) => name.endsWith(".rs"));
    const written = files.flatMap((name) => [...read(join(ui, name)).matchAll(/"part": "([a-z-]+)"/g)].map(([, part]) => part));
    const ofShim = [...read("crates/elements/js/src/frame.ts").matchAll(/frameOf\(locale, "([a-z]+)"/g)].map(([, part]) => part);
    assert.deepEqual([...new Set([...written, ...ofShim])].sort(), names("parts"));
  });

  test("every slot, and no other", async () => {
    const found = () => page.evaluate((tags) => tags.flatMap((tag) =>
      [...document.querySelector(tag).shadowRoot.querySelectorAll("slot")].map((slot) => slot.name)), TAGS);
    const slots = await found();
    await page.evaluate(() => {
      const element = document.querySelector("portal-documents");
      element.extensions = { pages: [{ key: "own", title: "Own" }] };
      element.setAttribute("view", "page/own");
    });
    await page.locator("portal-documents slot[name=page-own]").waitFor({ state: "attached" });
    slots.push(...(await found()).map((name) => name.replace("page-own", "page-*")));
    // Cells need rows, which a browser test with the real server has.
    slots.push("column-*-*");
    assert.deepEqual([...new Set(slots)].sort(), names("slots"));
  });

  test("what EMBEDDING.md describes", () => {
    const guide = read("docs/EMBEDDING.md");
    for (const part of ["elements", "attributes", "events"]) {
      for (const name of names(part)) assert.ok(guide.includes(`\`${part === "elements" ? `<${name}>` : name}\``), name);
    }
  });
});
