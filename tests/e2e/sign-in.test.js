// The hosted portal: signing in as a new user would, with and without scripts, by keyboard, in every scheme and width.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function visit(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refused form is told by its status, which the browser notes.
    if (message.type() === "error" && !/status of 422/.test(message.text())) page.complaints.push(message.text());
  });
  await page.goto(demo.sign_in.url);
  return page;
}

async function signIn(page, password = demo.sign_in.password) {
  await page.getByLabel("E-mail address").fill(demo.sign_in.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

describe("signing in", () => {
  it("leads to the widgets, which need no other secret, and ends for all of them", async () => {
    const page = await visit();
    assert.match(page.url(), /\/sign-in$/);
    await signIn(page, "a wrong password, and long");
    await page.getByRole("alert").getByText(/is not right/).waitFor();
    await page.getByLabel("Password").fill(demo.sign_in.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/o\/org_[^/]+\/status$/);
    const status = page.locator("portal-status");
    await status.locator(".portal").first().waitFor();
    await status.getByRole("button", { name: /Customs broker onboarding/ }).first().click();
    await page.waitForURL(/view=case_/);
    await picture(page, "hosted-status");
    await page.getByRole("link", { name: "Documents" }).click();
    await page.locator("portal-documents .portal").first().waitFor();
    const cookies = await page.context().cookies();
    const session = cookies.find((cookie) => cookie.name === "__Host-portal_session");
    assert.ok(session.httpOnly && session.secure && session.sameSite === "Lax", JSON.stringify(session));
    assert.deepEqual(page.complaints, []);

    const other = await page.context().newPage();
    await other.goto(new URL("/account", demo.sign_in.url).href);
    await other.getByRole("button", { name: "Sign out" }).click();
    await other.getByRole("status").getByText("You are signed out").waitFor();
    // The other page notices by itself.
    await page.waitForURL(/\/sign-in/, { timeout: 40_000 });
    await page.context().close();
  });

  it("works without scripts, by keyboard alone", async () => {
    const page = await visit({ javaScriptEnabled: false });
    // The first field has the focus.
    await page.locator("input[type=email]:focus").waitFor();
    await page.keyboard.type(demo.sign_in.email);
    await page.keyboard.press("Enter");
    await page.locator("input[type=password]:focus").waitFor();
    await page.keyboard.type(demo.sign_in.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/org_/);
    // The browser is only told to run no scripts, and so does not show what is for those that cannot.
    assert.match(await page.locator("noscript").textContent(), /needs JavaScript/);
    await page.goto(new URL("/account", demo.sign_in.url).href);
    await page.getByText("This browser").waitFor();
    await page.context().close();
  });

  it("ends a session from another browser", async () => {
    const [here, there] = [await visit(), await visit()];
    for (const page of [here, there]) {
      await signIn(page);
      await page.waitForURL(/\/o\/org_/);
    }
    await here.goto(new URL("/account", demo.sign_in.url).href);
    await here.getByRole("button", { name: "End all others" }).click();
    await here.getByText("You are signed out everywhere else").waitFor();
    // The page there may notice by itself at this very moment.
    await there.goto(new URL("/account", demo.sign_in.url).href).catch(() => {});
    await there.waitForURL(/\/sign-in\?return_to=/);
    await Promise.all([here.context().close(), there.context().close()]);
  });
});

describe("axe", () => {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 780]]) {
      it(`finds nothing on any page: ${scheme}, ${width} px`, async () => {
        const page = await visit({ viewport: { width, height }, colorScheme: scheme, locale: width < 500 ? "de-DE" : "en" });
        const broken = [];
        const check = async (name) => {
          broken.push(...(await look(page, "html", name)).broken);
          await picture(page, `portal-${name}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than the window`);
        };
        await check("sign-in");
        await page.locator("#email").fill("somebody");
        await page.locator("form button:not(.plain)").click();
        await page.locator("#email-error").waitFor();
        await check("sign-in-error");
        await page.locator("#email").fill(demo.sign_in.email);
        await page.locator("form button:not(.plain)").click();
        await check("password");
        await page.locator("#password").fill("wrong");
        await page.locator("#password").press("Enter");
        await page.getByRole("alert").waitFor();
        await check("password-wrong");
        await page.locator("#password").fill(demo.sign_in.password);
        await page.locator("#password").press("Enter");
        await page.locator("portal-status .portal").first().waitFor();
        await check("status");
        await page.goto(new URL("/?choose", demo.sign_in.url).href);
        await check("organizations");
        await page.goto(new URL("/account", demo.sign_in.url).href);
        await check("account");
        await page.goto(new URL("/nothing", demo.sign_in.url).href);
        await check("not-found");
        assert.deepEqual(broken, []);
        await page.context().close();
      });
    }
  }

  it("shows each brand's own portal", async () => {
    const page = await visit();
    const first = await page.title();
    await page.goto(demo.sign_in.url.replace("localhost", "juniper.localhost"));
    const second = await page.title();
    assert.notEqual(first, second);
    await picture(page, "portal-sign-in-juniper");
    await page.context().close();
  });
});
