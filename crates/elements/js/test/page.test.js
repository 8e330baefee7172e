// Elements in somebody else's page.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CONFIGURE, heard, startStage, TAGS, until } from "./harness.js";

let stage;
before(async () => (stage = await startStage()));
after(() => stage.close());

const all = TAGS.map((tag) => `<${tag}></${tag}>`).join("");

describe("living in a page", () => {
  test("attributes and settings take effect without a new start", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    await page.evaluate(() => (window.root = document.querySelector("portal-status").shadowRoot.querySelector(".portal")));
    const root = page.locator("portal-status .portal");
    const attribute = (name, value) =>
      page.waitForFunction(([name, value]) => window.root.isConnected && window.root.getAttribute(name) === value, [name, value]);
    await attribute("data-scheme", "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await attribute("data-scheme", "dark");
    await page.evaluate(() => document.querySelector("portal-status").setAttribute("scheme", "light"));
    await attribute("data-scheme", "light");
    await page.evaluate(() => document.querySelector("portal-status").setAttribute("density", "compact"));
    await attribute("data-density", "compact");
    await page.evaluate(() => window.configure({ locale: "en-US" }));
    await attribute("lang", "en-US");
    const accent = () => root.evaluate((node) => getComputedStyle(node).getPropertyValue("--portal-color-accent").trim());
    assert.equal(await accent(), "#0b5c8a");
    await page.evaluate(() => window.configure({ theme: { "color.accent": "#7a3cff", "color.surface": "url(https://evil.example/x)" } }));
    await page.waitForFunction(() => getComputedStyle(window.root).getPropertyValue("--portal-color-accent").trim() === "#7a3cff");
    assert.ok(!(await root.evaluate((node) => getComputedStyle(node).getPropertyValue("--portal-color-surface"))).includes("evil"));
    assert.equal((await heard(page, "portal-ready")).length, 1);
    assert.deepEqual(page.faults, []);
  });

  test("typing in a field does not reach the page, Tab does", async () => {
    const page = await stage.open("<portal-members></portal-members>");
    await heard(page, "portal-ready");
    const field = page.locator("portal-members input").first();
    await field.waitFor();
    await page.evaluate(() => {
      window.leaked = [];
      for (const type of ["keydown", "keyup", "keypress", "input", "beforeinput", "paste"]) {
        document.addEventListener(type, (event) => window.leaked.push(`${type} ${event.key ?? ""}`));
      }
    });
    await field.focus();
    await page.keyboard.type("dana");
    assert.equal(await field.inputValue(), "dana");
    await field.evaluate((field) => field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, composed: true })));
    await page.locator("portal-members").getByRole("button", { name: "Invite member" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("portal-members dialog").waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual((await page.evaluate(() => window.leaked)).filter((key) => !key.startsWith("keyup")), []);
    await field.focus();
    await page.keyboard.press("Tab");
    assert.ok((await page.evaluate(() => window.leaked)).includes("keydown Tab"));
  });

  test("a click on words moves no focus", async () => {
    const page = await stage.open("<portal-members></portal-members>");
    await heard(page, "portal-ready");
    await page.locator("portal-members h2").click();
    assert.equal(await page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement), null);
  });

  test("a file dropped on a drop area is the widget's, elsewhere it is the page's", async () => {
    const page = await stage.open("<portal-documents></portal-documents>");
    await heard(page, "portal-ready");
    const widget = page.locator("portal-documents");
    await widget.getByText("choose files").waitFor();
    const seen = (drag) =>
      page.evaluate((drag) => {
        const seen = [];
        const types = ["dragenter", "dragover", "dragleave", "drop"];
        const note = (event) => seen.push(event.type);
        for (const type of types) document.addEventListener(type, note);
        const root = document.querySelector("portal-documents").shadowRoot;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "x.txt"));
        for (const [type, on] of drag) {
          root.querySelector(on).dispatchEvent(
            new DragEvent(type, { bubbles: true, composed: true, cancelable: type !== "dragleave", dataTransfer }),
          );
        }
        for (const type of types) document.removeEventListener(type, note);
        return seen;
      }, drag);
    const area = await page.evaluate(() => {
      const root = document.querySelector("portal-documents").shadowRoot;
      const inside = (element) => !element.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true }));
      const found = [...root.querySelectorAll("[class]")].reverse().find(inside);
      found.id ||= "area";
      return `#${found.id}`;
    });
    assert.deepEqual(await seen([["dragenter", area], ["dragover", area], ["dragleave", area]]), []);
    assert.deepEqual(await seen([["dragenter", area], ["drop", area]]), []);
    assert.deepEqual(await seen([["dragenter", "h2"], ["dragleave", "h2"]]), ["dragenter", "dragleave"]);
  });

  test("a page's style sheet wins over the session's theme, and the property `theme` over both", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    const tokens = () =>
      page.evaluate(() => {
        const style = getComputedStyle(document.querySelector("portal-status").shadowRoot.querySelector(".portal"));
        return ["accent", "surface"].map((name) => style.getPropertyValue(`--portal-color-${name}`).trim());
      });
    assert.deepEqual(await tokens(), ["#0b5c8a", "#ffffff"], "the session's, the default");
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("portal-status { --portal-color-accent: #123456; --portal-color-surface: #fefefe }");
      document.adoptedStyleSheets = [sheet];
    });
    assert.deepEqual(await tokens(), ["#123456", "#fefefe"]);
    await page.evaluate(() => (document.querySelector("portal-status").theme = { "color.accent": "#654321" }));
    assert.deepEqual(await tokens(), ["#654321", "#fefefe"]);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
      document.querySelector("portal-status").theme = undefined;
      document.querySelector("portal-status").setAttribute("scheme", "dark");
    });
    await page.waitForFunction(() => document.querySelector("portal-status").matches(":state(dark)"));
    assert.deepEqual(await tokens(), ["#7cc4ee", "#12161d"], "the session's for the dark, the default for the dark");
  });

  test("a page that resets everything does not reach into a widget", async () => {
    const page = await stage.open("<portal-members></portal-members>", `
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { text-transform: uppercase; word-spacing: 1em; font-style: italic; text-align: right; visibility: visible }");
      document.adoptedStyleSheets = [sheet];
      ${CONFIGURE}`);
    await page.locator("portal-members .frame").waitFor();
    const inherited = (selector) =>
      page.locator(`portal-members ${selector}`).evaluate((node) => {
        const style = getComputedStyle(node);
        return [style.textTransform, style.wordSpacing, style.fontStyle, style.textAlign];
      });
    await heard(page, "portal-ready");
    assert.deepEqual(await inherited("h2"), ["none", "0px", "normal", "start"]);
  });

  test("what stands below does not move while a widget with little in it loads", async () => {
    const page = await stage.open(`${all}<p>below</p>`, `
      window.tops = [];
      const look = () => { window.tops.push(document.querySelector("p").getBoundingClientRect().top); requestAnimationFrame(look); };
      ${CONFIGURE}
      look();`);
    await heard(page, "portal-ready", TAGS.length);
    for (const text of ["Nobody is here yet", "Nothing is open", "No documents yet"]) await page.getByText(text).waitFor();
    assert.equal(new Set(await page.evaluate(() => window.tops)).size, 1);
  });

  test("Escape does not close a dialog whose change is on its way", async () => {
    stage.portal.roles = [{ role: "viewer", permissions: ["members:read"], grantable: true }];
    const page = await stage.open("<portal-members></portal-members>", CONFIGURE, (page) =>
      page.route("**/v1/invitations", (route) => (route.request().method() === "POST" ? undefined : route.continue())),
    );
    await heard(page, "portal-ready");
    const widget = page.locator("portal-members");
    await widget.getByRole("button", { name: "Invite member" }).first().click();
    const dialog = widget.locator("dialog");
    await dialog.getByLabel("E-mail address").fill("new@larkspur.example");
    await dialog.getByLabel("Viewer").check();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.locator("[data-busy]").waitFor();
    for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
    assert.ok(await dialog.evaluate((dialog) => dialog.open && dialog.matches(":modal")));
  });

  test("what goes away with the focus on it gives the focus back", async () => {
    stage.portal.roles = [{ role: "viewer", permissions: ["members:read"], grantable: true }];
    const invitation = {
      id: "inv_01jd0000000000000000000000",
      email: "new@larkspur.example",
      role: "viewer",
      created_at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const page = await stage.open("<portal-members></portal-members>", CONFIGURE, (page) =>
      page.route("**/v1/invitations", (route) => {
        if (route.request().method() !== "POST") return route.continue();
        return route.fulfill({ json: invitation, headers: { "Access-Control-Allow-Origin": "*" } });
      }),
    );
    await heard(page, "portal-ready");
    const widget = page.locator("portal-members");
    const focused = () => page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement?.textContent);
    const invite = widget.getByRole("button", { name: "Invite member" }).first();
    // A dialog.
    await invite.click();
    const dialog = widget.locator("dialog");
    await dialog.getByLabel("E-mail address").fill(invitation.email);
    await dialog.getByLabel("Viewer").check();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await focused(), "Invite member");
    // A notice.
    await widget.getByRole("button", { name: "Dismiss" }).focus();
    await page.keyboard.press("Enter");
    await widget.locator("[part=toast]").waitFor({ state: "detached" });
    assert.equal(await focused(), "Invite member");
    // The button that empties a search field.
    await widget.getByRole("searchbox").fill("x");
    await widget.getByRole("button", { name: "Clear search" }).click();
    assert.equal(await page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement?.type), "search");
  });

  test("two copies of the script set the same elements up", async () => {
    const page = await stage.open(
      "<portal-status></portal-status>",
      `await import("/widgets/portal.js");
       ${CONFIGURE.replace("portal.js", "portal.js?again")}`,
    );
    await heard(page, "portal-ready");
    await page.evaluate(() => window.logout());
    await page.locator("portal-status [part=error]").waitFor();
    assert.deepEqual(page.faults, []);
  });

  test("logout ends the session at the server and says so", async () => {
    const page = await stage.open(all);
    await heard(page, "portal-ready", TAGS.length);
    await page.evaluate(() => window.logout());
    assert.equal(stage.portal.requests.filter((request) => request === "DELETE /v1/session").length, 1);
    assert.equal(await page.locator("[part=error]").count(), TAGS.length);
    await until(() => stage.portal.openEvents === 0);
    await page.evaluate(() => document.querySelector("portal-status").reload());
    await heard(page, "portal-ready", TAGS.length + 1);
    assert.equal(stage.vendor.secrets, 2);
    assert.deepEqual(page.faults, []);
  });
});
