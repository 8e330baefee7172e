// Links that are mailed: to sign in, for a password that was forgotten, for another address, to join. And the switcher of
// whoever belongs to several organizations.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";
import { mail } from "./support/mail.js";

const LOOKS = [
  { scheme: "light", width: 1280, height: 900 },
  { scheme: "dark", width: 360, height: 780 },
];

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function visit(path = "/", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4(22|04)/.test(message.text())) page.complaints.push(message.text());
  });
  await page.goto(new URL(path, demo.sign_in.url).href);
  return page;
}

async function askAddress(page, email) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").waitFor();
}

async function signIn(page, email = demo.sign_in.email, password = demo.sign_in.password) {
  await askAddress(page, email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/o\/org_|\/account|\/$|\/invitation/);
}

/** A picture in each look, none of them wider than its window, and nothing that axe finds. */
async function check(page, name) {
  const size = page.viewportSize();
  for (const { scheme, width, height } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    assert.deepEqual((await look(page, "html", name)).broken, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${width}`);
    await picture(page, `links-${name}-${scheme}-${width}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
}

/** How a mail looks. */
async function show(name, { html }) {
  const page = await browser.newPage({ viewport: { width: 700, height: 760 } });
  await page.setContent(html);
  await picture(page, `mail-${name}`);
  await page.setViewportSize({ width: 360, height: 760 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
  await picture(page, `mail-${name}-360`);
  await page.close();
}

describe("a link to sign in", () => {
  it("signs in by its button, in the browser that asked, without scripts", async () => {
    const page = await visit("/account", { javaScriptEnabled: false });
    await askAddress(page, "grace@larkspur.example");
    await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
    const found = await mail(demo, "grace@larkspur.example", /Sign in/);
    await page.goto(found.link);
    await page.getByText("You go on as grace@larkspur.example").waitFor();
    assert.equal(await page.getByText("another browser").count(), 0);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/account$/);
    await page.getByText(/Confirmed on/).waitFor();
    await page.goto(found.link);
    await page.getByRole("heading", { name: "This link is not good any more" }).waitFor();
    await page.context().close();
    await show("sign-in-link", found);
  });

  it("asks first in another browser", async () => {
    const [asks, opens] = [await visit(), await visit()];
    await askAddress(asks, "oskar@larkspur.example");
    await check(asks, "password");
    await asks.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    await check(asks, "check-mail");
    const found = await mail(demo, "oskar@larkspur.example", /Sign in/);
    await opens.goto(found.link);
    await opens.getByText(/in another browser/).waitFor();
    await check(opens, "sign-in-link-elsewhere");
    await opens.getByRole("button", { name: "Yes, sign in here" }).click();
    await opens.waitForURL(/\/o\/org_/);
    await asks.goto(new URL("/account", demo.sign_in.url).href);
    assert.match(asks.url(), /\/sign-in/, "the browser that asked is not signed in");
    assert.deepEqual([...asks.complaints, ...opens.complaints], []);
    await Promise.all([asks.context().close(), opens.context().close()]);
  });
});

describe("a forgotten password", () => {
  it("is replaced by a link, and the one before is worth nothing", async () => {
    const page = await visit();
    await askAddress(page, "wei@larkspur.example");
    await page.getByRole("button", { name: "Forgot your password?" }).click();
    await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
    const found = await mail(demo, "wei@larkspur.example", /Set a new password/);
    await page.goto(found.link);
    await check(page, "new-password");
    await page.getByLabel("New password").fill("short");
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.getByText("Take at least 15 characters.").waitFor();
    await page.getByLabel("New password").fill("green lamp in the attic");
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.waitForURL(/\/o\/org_/);
    await show("password-link", found);
    await show("password-changed", await mail(demo, "wei@larkspur.example", /was changed/));
    const other = await visit();
    await askAddress(other, "wei@larkspur.example");
    await other.getByLabel("Password").fill(demo.sign_in.password);
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await other.getByRole("alert").getByText(/is not right/).waitFor();
    await other.goto(new URL("/password/forgotten", demo.sign_in.url).href);
    await check(other, "forgotten");
    assert.deepEqual([...page.complaints, ...other.complaints], []);
    await Promise.all([page.context().close(), other.context().close()]);
  });
});

describe("the account", () => {
  it("gets another address when the link that was mailed there is opened, and a language", async () => {
    const page = await visit("/account");
    await signIn(page, "samir@larkspur.example");
    await check(page, "account");
    await page.getByRole("link", { name: "Change address" }).click();
    await page.getByLabel("New e-mail address").fill("samir.new@larkspur.example");
    await check(page, "change-email");
    await page.getByRole("button", { name: "Change address" }).click();
    await page.getByText(/samir.new@larkspur.example is waiting/).waitFor();
    await check(page, "account-pending");
    await show("email-change-asked", await mail(demo, "samir@larkspur.example", /about to change/));
    const found = await mail(demo, "samir.new@larkspur.example", /Confirm/);
    await show("email-link", found);
    await page.goto(found.link);
    await check(page, "confirm-email");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("status").getByText("Your e-mail address was changed.").waitFor();
    await show("email-changed", await mail(demo, "samir@larkspur.example", /was changed to/));
    await page.getByRole("link", { name: "Edit Profile" }).click();
    await page.getByLabel("Language").selectOption("Deutsch");
    await check(page, "profile");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Ihr Profil wurde gespeichert.").waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    await check(page, "account-german");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe("an invitation", () => {
  const invite = async (email) => {
    const call = await session(demo, "Katrin Vogel");
    const made = await call("POST", "/v1/invitations", { email, role: "member" });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return mail(demo, email, /invitation\?token=/);
  };

  it("lets somebody new in, from the mail to the portal", async () => {
    const found = await invite("nia@ostwind.example");
    const page = await visit("/nothing");
    await page.goto(found.link);
    await check(page, "invitation-new");
    await page.getByLabel("Your name").fill("Nia New");
    await page.getByLabel("New password").fill("green lamp in the attic");
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL(/\/o\/org_[^/]+\/status$/);
    await page.locator("portal-status .portal").first().waitFor();
    assert.equal(await page.getByRole("link", { name: "API keys" }).count(), 0, "what a member may not see is not there");
    await page.context().close();
  });

  it("leads somebody who is signed in as somebody else out and on, and then into both organizations", async () => {
    const found = await invite("dana@larkspur.example");
    const page = await visit();
    await signIn(page, "priya@larkspur.example");
    await page.goto(found.link);
    await page.getByRole("heading", { name: "This invitation is for somebody else" }).waitFor();
    await check(page, "invitation-other");
    await page.getByRole("button", { name: "Sign out and go on" }).click();
    await page.getByRole("heading", { name: "Sign in to join" }).waitFor();
    await check(page, "invitation-known");
    await page.getByRole("link", { name: "Sign in" }).click();
    assert.equal(await page.getByLabel("E-mail address").inputValue(), "dana@larkspur.example");
    await signIn(page, "dana@larkspur.example");
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL(/\/o\/org_[^/]+\/status$/);

    const summary = page.locator("details.switch summary");
    assert.match(await summary.innerText(), /Ostwind Maschinenbau/);
    await summary.focus();
    await page.keyboard.press("Enter");
    await check(page, "switcher");
    const current = page.locator("details.switch a[aria-current]");
    assert.match(await current.innerText(), /Ostwind/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("details.switch").getAttribute("open"), null);
    await page.getByRole("link", { name: "Documents" }).click();
    await page.waitForURL(/\/documents$/);
    const before = page.url();
    await summary.click();
    await page.getByRole("link", { name: "Larkspur Foods" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/documents") && url.href !== before);
    await page.locator("portal-documents .portal").first().waitFor();
    await page.goto(demo.sign_in.url);
    assert.match(await summary.innerText(), /Larkspur Foods/, "where she was last");
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.locator("portal-audit-log .portal").first().waitFor();
    await check(page, "audit-log");
    await page.getByRole("link", { name: "API keys" }).click();
    await page.locator("portal-api-keys .portal").first().waitFor();
    await check(page, "api-keys");
    assert.deepEqual(page.complaints, []);
    const state = await page.context().storageState();
    await page.context().close();

    const plain = await visit("/account", { javaScriptEnabled: false, storageState: state, viewport: { width: 360, height: 780 } });
    await plain.locator("details.switch summary").click();
    await plain.getByRole("link", { name: "Ostwind Maschinenbau" }).click();
    await plain.waitForURL(/\/o\/org_[^/]+\/status$/);
    assert.match(await plain.locator("details.switch summary").innerText(), /Ostwind/);
    await plain.context().close();
  });
});
