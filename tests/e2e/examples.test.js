// Each example as a person meets it: built from its lock file with the package, served by a backend, on the real server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { launch, picture } from "./support/browser.js";
import { freePorts, startDemo } from "./support/demo.js";
import { buildExample, checkTypes, lines, startBackend } from "./support/examples.js";

/** How much code an integration may be. */
const MOST_LINES = 40;

let demo, browser, port;
before(async () => {
  port = await freePorts();
  [demo, browser] = await Promise.all([startDemo({}, ["--origin", `http://localhost:${port}`]), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Builds an example and opens its page for a person; `look` gets the page, its complaints and everything it received. */
async function open(name, person, look) {
  const pages = await buildExample(name, { VITE_PORTAL_SERVER: demo.base_url, PORTAL_SERVER: demo.base_url });
  const backend = await startBackend(demo, person, pages, port);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  try {
    const page = await context.newPage();
    const complaints = [];
    const received = [];
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // Nobody promised a picture for the tab.
      const favicon = message.location().url.endsWith("/favicon.ico");
      if (["error", "warning"].includes(message.type()) && !favicon) complaints.push(message.text());
    });
    page.on("response", (response) => received.push(response));
    await page.addInitScript(() => {
      window.ready = [];
      document.addEventListener("portal-ready", (event) => window.ready.push(event.target.localName));
    });
    await page.goto(backend.url);
    await look(page, { complaints, received, pages });
    await picture(page, `example-${name}`);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await backend.stop();
  }
}

/** What every single-page example does: it follows a widget's view, and leads it. */
async function followsAndLeads(page, received) {
  await page.getByText("Looking at everything").waitFor();
  await page.locator("portal-status").getByRole("button", { name: /Credit line increase/ }).click();
  await page.getByText(/Looking at case_/).waitFor();
  assert.match(await page.locator("portal-status").getAttribute("view"), /^case_/);
  await page.locator("portal-status").getByRole("article", { name: /Credit line increase/ }).waitFor();
  await page.getByRole("button", { name: "Show everything" }).click();
  await page.getByText("Looking at everything").waitFor();
  await page.locator("portal-status").getByRole("button", { name: /Credit line increase/ }).waitFor();
  const sessions = received.filter((response) => response.url().endsWith("/portal-session"));
  assert.deepEqual(sessions.map((response) => response.status()), [200], "one session for all widgets");
}

describe("the example", () => {
  it("react: components in StrictMode, with a typed event", async () => {
    await open("react", "Dana Okafor", async (page, { received }) => {
      await page.locator("portal-requests").getByText("Credit line", { exact: false }).first().waitFor();
      await followsAndLeads(page, received);
      assert.deepEqual((await page.evaluate(() => window.ready)).sort(), ["portal-requests", "portal-status"], "started once each");
    });
  });

  it("vue: elements in a template, an object as a property", async () => {
    await open("vue", "Dana Okafor", async (page, { received }) => {
      await checkTypes("vue");
      await followsAndLeads(page, received);
      const radius = await page.locator("portal-members").evaluate((element) => getComputedStyle(element).getPropertyValue("--portal-radius-large"));
      assert.equal(radius.trim(), "2px");
    });
  });

  it("svelte: elements in a template, an object as a property", async () => {
    await open("svelte", "Dana Okafor", async (page, { received }) => {
      await checkTypes("svelte");
      await followsAndLeads(page, received);
      const radius = await page.locator("portal-members").evaluate((element) => getComputedStyle(element).getPropertyValue("--portal-radius-large"));
      assert.equal(radius.trim(), "2px");
    });
  });

  it("strict-csp: a policy without inline code or trusted types, files with integrity, a skeleton before any script", async () => {
    await open("strict-csp", "Dana Okafor", async (page, { received, pages }) => {
      await page.locator("portal-status").getByRole("button", { name: /Credit line increase/ }).waitFor();
      await page.locator("portal-members").getByRole("row", { name: /^Dana Okafor/ }).waitFor();
      await page.locator("portal-members").getByRole("button", { name: "Invite member" }).click();
      await page.locator("portal-members").getByRole("dialog").waitFor();
      const html = await readFile(`${pages}/index.html`, "utf8");
      assert.match(html, /trusted-types 'none'/);
      assert.match(html, /integrity="sha384-/);
      const scripts = received.map((response) => new URL(response.url())).filter((url) => /\.(js|wasm)$/.test(url.pathname));
      for (const { host, pathname } of scripts) {
        assert.equal(host, `localhost:${port}`);
        assert.ok(pathname === "/account.js" || /^\/cdn\/portal[.-][0-9a-f]{10}(_bg|_later)?\.(js|wasm)$/.test(pathname), pathname);
      }
      const offline = await page.context().browser().newContext({ javaScriptEnabled: false });
      const bare = await offline.newPage();
      await bare.goto(page.url());
      await bare.locator("portal-status [part=skeleton]").waitFor();
      assert.ok((await bare.locator("portal-status [part=skeleton]").boundingBox()).height >= 440);
      await offline.close();
    });
  });

  it("partner-brand: the partner's tags and look, and no trace of anybody else", async () => {
    const person = demo.organizations.find((organization) => organization.brand === "juniper").members[0].name;
    await open("partner-brand", person, async (page, { received }) => {
      await page.waitForFunction(() => window.ready.length === 2);
      assert.deepEqual((await page.evaluate(() => window.ready)).sort(), ["juniper-documents", "juniper-status"]);
      const look = await page.locator("juniper-status").evaluate((element) => {
        const style = getComputedStyle(element);
        const title = getComputedStyle(element.shadowRoot.querySelector("[part=title]"));
        return { accent: style.getPropertyValue("--portal-color-accent"), radius: style.getPropertyValue("--portal-radius-large"), title: title.textTransform };
      });
      assert.notEqual(look.accent.trim(), "#0b5c8a", "the default theme's accent");
      assert.deepEqual([look.radius.trim(), look.title], ["18px", "uppercase"]);
      for (const response of received) {
        // The event stream has no end.
        const endless = response.headers()["content-type"]?.startsWith("text/event-stream");
        const body = endless ? "" : await response.body().catch(() => "");
        const text = response.url() + JSON.stringify(response.headers()) + body.toString("latin1");
        assert.doesNotMatch(text, /loggia|fernhill/i, response.url());
      }
    });
  });

  it(`in every case is at most ${MOST_LINES} lines of code`, async () => {
    const integration = {
      react: [["react", "src/main.tsx"], ["react", "src/portal-session.ts"], ["react", "vite.config.ts"]],
      vue: [["vue", "src/main.js"], ["vue", "src/Account.vue"], ["vue", "src/portal-session.js"], ["vue", "vite.config.js"]],
      svelte: [["svelte", "src/main.js"], ["svelte", "src/Account.svelte"], ["svelte", "src/portal-session.js"], ["svelte", "vite.config.js"]],
      "strict-csp": [["strict-csp", "build.js"], ["strict-csp", "account.js"]],
      "partner-brand": [["partner-brand", "main.js"], ["partner-brand", "style.css"]],
      "vendor-backend-node": [["vendor-backend-node", "server.js"]],
    };
    for (const [name, files] of Object.entries(integration)) {
      const count = (await Promise.all(files.map((file) => lines(...file)))).reduce((sum, one) => sum + one, 0);
      console.log(`# ${name}: ${count} lines`);
      assert.ok(count <= MOST_LINES, `${name}: ${count}`);
    }
  });
});

describe("the backend in Node.js", () => {
  it("mints for its own pages only, and serves its folder only", async () => {
    const pages = new URL("../../examples/partner-brand", import.meta.url).pathname;
    const backend = await startBackend(demo, "Dana Okafor", pages, port);
    try {
      const session = await fetch(`${backend.url}portal-session`, { method: "POST" });
      assert.equal(session.status, 200);
      assert.equal(session.headers.get("cache-control"), "no-store");
      assert.match((await session.json()).client_secret, /^es_/);
      const foreign = await fetch(`${backend.url}portal-session`, { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
      assert.equal(foreign.status, 404);
      for (const path of ["..%2freact%2fpackage.json", "%2e%2e/react/package.json", "nothing", "portal-session"]) {
        assert.equal((await fetch(backend.url + path)).status, 404, path);
      }
      assert.equal((await fetch(`${backend.url}/`)).status, 200, "an address that is no URL ends nothing");
      assert.match((await fetch(backend.url)).headers.get("content-security-policy"), /^default-src 'none'/);
    } finally {
      await backend.stop();
    }
  });
});
