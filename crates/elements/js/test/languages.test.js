// Languages: what is fetched of them, changing them, and the page's own words.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { heard, startStage } from "./harness.js";

const widget = (page) => page.evaluate(() => {
  const root = document.querySelector("portal-members").shadowRoot.querySelector(".portal");
  return { lang: root.lang, dir: root.dir, title: root.querySelector("h2").textContent };
});

/** Waits until the widget says this in its title. */
const titled = (page, title) =>
  page.waitForFunction(
    (title) => document.querySelector("portal-members").shadowRoot.querySelector(".portal h2")?.textContent.includes(title),
    title,
  );

describe("a language", () => {
  let stage;
  before(async () => (stage = await startStage()));
  after(() => stage.close());

  /** Opens a page with Members, and collects the languages that it fetches. */
  async function open(body, script, prepare = async () => {}) {
    const fetched = [];
    const page = await stage.open(body, script, async (page) => {
      page.on("request", (request) => fetched.push(...(/\.([\w-]+)\.txt$/.exec(request.url())?.slice(1) ?? [])));
      await prepare(page);
    });
    return Object.assign(page, { fetched });
  }

  test("is fetched once, beside the module, for all widgets of a page", async () => {
    const page = await open("<portal-members></portal-members><portal-status></portal-status>");
    await heard(page, "portal-ready", 2);
    assert.deepEqual(page.fetched, ["en"]);
    assert.deepEqual(await widget(page), { lang: "en-GB", dir: "ltr", title: "Members" });
    assert.deepEqual(page.faults, []);
  });

  test("changes while people are at it, and what they typed stays", async () => {
    const page = await open('<portal-members locale="de"></portal-members>');
    await heard(page, "portal-ready", 1);
    assert.deepEqual(await widget(page), { lang: "de", dir: "ltr", title: "Mitglieder" });
    const search = page.locator("portal-members input").first();
    await search.fill("dana");
    await page.evaluate(() => document.querySelector("portal-members").setAttribute("locale", "ar-EG"));
    await titled(page, "الأعضاء");
    assert.deepEqual(await widget(page), { lang: "ar-EG", dir: "rtl", title: "الأعضاء" });
    assert.equal(await search.inputValue(), "dana");
    await page.evaluate(() => document.querySelector("portal-members").setAttribute("locale", "de"));
    await titled(page, "Mitglieder");
    assert.deepEqual(page.fetched, ["de", "ar"]);
    assert.deepEqual(page.faults, []);
  });

  test("of the session is what a widget first shows, whatever the page's is", async () => {
    const page = await open("<portal-members></portal-members>", `
      document.documentElement.lang = "ja";
      const { configure } = await import("/widgets/portal.js");
      configure({
        server: "PORTAL",
        fetchClientSecret: () => fetch("/secret").then((answer) => answer.json()),
      });
    `);
    await heard(page, "portal-ready", 1);
    assert.deepEqual(await widget(page), { lang: "en-GB", dir: "ltr", title: "Members" });
    assert.deepEqual(page.fetched, ["ja", "en"]);
  });

  test("that cannot be fetched leaves the widgets in another one", async () => {
    const page = await open('<portal-members locale="fr"></portal-members>', undefined, (page) =>
      page.route("**/*.fr.txt", (route) => route.fulfill({ status: 500 })),
    );
    await heard(page, "portal-ready", 1);
    assert.deepEqual(await widget(page), { lang: "en", dir: "ltr", title: "Members" });
  });

  test("without any text at all is a module that could not be loaded", async () => {
    const page = await open("<portal-members></portal-members>", undefined, (page) =>
      page.route("**/*.txt", (route) => route.abort()),
    );
    const [error] = await heard(page, "portal-load-error", 1);
    assert.equal(error.detail.code, "module");
  });

  test("is spoken by what a failed widget says", async () => {
    const page = await open('<portal-members locale="es"></portal-members>', undefined, (page) =>
      page.route("**/v1/session", (route) => route.abort()),
    );
    await heard(page, "portal-load-error", 1);
    const frame = page.locator("portal-members .frame");
    assert.equal(await frame.getAttribute("lang"), "es");
    assert.match(await frame.textContent(), /No se ha podido cargar/);
  });

  test("has the page's own words in it, and mistakes in them are named", async () => {
    const page = await open("<portal-members></portal-members>", `
      import { configure } from "/widgets/portal.js";
      window.configure = configure;
      configure({
        server: "PORTAL",
        fetchClientSecret: () => fetch("/secret").then((answer) => answer.json()),
        messages: {
          "members.title": "People",
          "members.titel": "People",
          "members.role_changed": "{nam} is {role}",
          de: { "members.title": "Leute" },
        },
      });
    `);
    await heard(page, "portal-ready", 1);
    assert.equal((await widget(page)).title, "People");
    const mistakes = page.faults.filter((fault) => fault.startsWith("messages:"));
    assert.deepEqual(mistakes, [
      'messages: there is no text named "members.titel"',
      'messages: "members.role_changed" has no place for {nam}: it has {name}, {role}',
    ]);
    await page.evaluate(() => configure({ locale: "de" }));
    await titled(page, "Leute");
    await page.evaluate(() => configure({ messages: { "members.title": "Team" } }));
    await titled(page, "Team");
    await page.evaluate(() => configure({ messages: undefined }));
    await titled(page, "Mitglieder");
  });
});
