// Second factors in the hosted portal, as a person sets them up and uses them: an app for codes, passkeys by a virtual
// authenticator, recovery codes, and proving again who one is.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
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

const broken = [];

/** Looks at a page as axe does, and keeps a picture of it. */
async function check(page, name) {
  const { width } = page.viewportSize();
  const { scheme } = page;
  broken.push(...(await look(page, "html", name)).broken);
  await picture(page, `portal-${name}-${scheme}-${width}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, `${name} is wider than the window`);
}

async function visit(options = {}) {
  const scheme = options.colorScheme ?? "light";
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce", colorScheme: scheme, ...options });
  const page = await context.newPage();
  page.scheme = scheme;
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refused form is told by its status, which the browser notes.
    if (message.type() === "error" && !/status of (422|403)/.test(message.text())) page.complaints.push(message.text());
  });
  return page;
}

const address = (path) => new URL(path, demo.sign_in.url).href;

/** Shows address and password. */
async function password(page, email) {
  await page.goto(address("/sign-in"));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password").fill(demo.sign_in.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOut(page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out").waitFor();
}

/** The code that an app shows which was told this key, so many time steps from now (RFC 6238). */
function code(key, steps) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of key.replace(/\s/g, "")) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", seed).update(counter).digest();
  const value = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, "0");
}

/** An authenticator of the machine, which says at once that its person is there. */
async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    credentials: async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    verified: (isUserVerified) => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

describe("an app for codes", () => {
  it("is set up, asked for, takes a code once, and a recovery code stands in for it", async () => {
    const page = await visit();
    const email = "priya@larkspur.example";
    await password(page, email);
    await page.waitForURL(/\/o\/org_/);
    await page.goto(address("/account"));
    await check(page, "account-plain");
    await page.getByRole("button", { name: "Set up Codes of an app" }).click();
    await page.waitForURL(/\/account\/codes$/);
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await check(page, "codes");
    const key = await page.locator("code.key").innerText();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("This code is not right").waitFor();
    await check(page, "codes-wrong");
    const shown = code(key, 0);
    await page.getByLabel("Code", { exact: true }).fill(shown);
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("heading", { name: "Keep these codes" }).waitFor();
    await check(page, "recovery-codes");
    const recovery = await page.locator("ol.codes code").allInnerTexts();
    assert.equal(recovery.length, 10);
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.getByText("10 of 10 are left").waitFor();
    await check(page, "account-codes");
    await signOut(page);

    await password(page, email);
    await page.waitForURL(/\/sign-in\/factor/);
    await check(page, "factor");
    await page.getByLabel("Code", { exact: true }).fill(shown);
    await page.keyboard.press("Enter");
    await page.getByText("was used already").waitFor();
    await check(page, "factor-wrong");
    await page.getByLabel("Code", { exact: true }).fill(code(key, 1));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/org_/);
    await page.goto(address("/account"));
    await signOut(page);

    // The phone is lost.
    await password(page, email);
    await page.getByRole("link", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").waitFor();
    await check(page, "factor-recovery");
    await page.getByLabel("Recovery code").fill(recovery[3]);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/org_/);
    await page.goto(address("/account"));
    await page.getByText("9 of 10 are left").waitFor();
    await page.getByRole("button", { name: "Remove Codes of an app" }).click();
    await page.getByText("The app was removed").waitFor();
    await signOut(page);
    await password(page, email);
    await page.waitForURL(/\/o\/org_/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("works without scripts", async () => {
    const page = await visit({ javaScriptEnabled: false });
    await password(page, "jonas@larkspur.example");
    await page.goto(address("/account"));
    await page.getByRole("button", { name: "Set up Codes of an app" }).click();
    const key = await page.locator("code.key").innerText();
    await page.getByLabel("Code", { exact: true }).fill(code(key, 0));
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("link", { name: "I have kept them" }).click();
    await signOut(page);
    assert.ok(await page.getByRole("button", { name: "Sign in with a passkey" }).isHidden(), "it would not work");
    await password(page, "jonas@larkspur.example");
    await page.getByLabel("Code", { exact: true }).fill(code(key, 1));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/org_/);
    await page.context().close();
  });
});

describe("a passkey", () => {
  it("is made, signs in alone, and is a second factor after the password", async () => {
    const page = await visit();
    const email = "maeve@larkspur.example";
    await password(page, email);
    await page.waitForURL(/\/o\/org_/);
    const device = await authenticator(page);
    await page.goto(address("/account"));
    await page.getByRole("link", { name: "Add a passkey" }).click();
    await page.getByLabel("Name").fill("My laptop");
    await check(page, "new-passkey");
    await device.verified(false);
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await page.getByText("The passkey was not created").waitFor();
    await check(page, "new-passkey-failed");
    await device.verified(true);
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await page.getByRole("heading", { name: "Keep these codes" }).waitFor();
    const [made] = await device.credentials();
    assert.ok(made.isResidentCredential && made.rpId === "localhost", JSON.stringify(made));
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.getByText("My laptop", { exact: true }).first().waitFor();
    await check(page, "account-passkey");
    // As long as its person is not there, the authenticator signs nothing by itself.
    await device.verified(false);
    await signOut(page);

    // Without an address, without a password: where the address is typed, the browser offers the passkey. This one's
    // person takes it at once, and not on the page before.
    await page.goto("about:blank");
    await device.verified(true);
    await page.goto(address("/sign-in?return_to=/account"));
    await page.waitForURL(/\/account$/);
    await page.getByText(email).first().waitFor();
    const [used] = await device.credentials();
    assert.ok(used.signCount > made.signCount, "it was asked");
    await device.verified(false);
    await signOut(page);

    await password(page, email);
    await page.waitForURL(/\/sign-in\/factor/);
    await check(page, "factor-passkey");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByText("That did not work").waitFor();
    await device.verified(true);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/o\/org_/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("is not good without its person, and not after it was removed", async () => {
    const page = await visit();
    await password(page, "wei@larkspur.example");
    await page.waitForURL(/\/o\/org_/);
    const device = await authenticator(page);
    await page.goto(address("/account/passkeys/new"));
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await page.getByRole("link", { name: "I have kept them" }).click();
    await device.verified(false);
    await signOut(page);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText("That did not work").waitFor();
    await check(page, "sign-in-passkey-failed");
    await password(page, "wei@larkspur.example");
    await page.getByRole("link", { name: "Use a recovery code" }).waitFor();
    await page.context().close();
  });
});

describe("axe and the layout", () => {
  for (const [width, height, colorScheme] of [[360, 780, "light"], [360, 780, "dark"], [1280, 900, "dark"]]) {
    it(`every page: ${colorScheme}, ${width} px`, async () => {
      const locale = width < 500 ? "de-DE" : "en";
      const page = await visit({ viewport: { width, height }, colorScheme, locale });
      const go = (selector) => page.locator(selector).click();
      await page.goto(address("/sign-in"));
      await page.locator("#email").fill("elif@larkspur.example");
      await check(page, "sign-in");
      await go("form[action='/sign-in'] button");
      await page.locator("#password").fill(demo.sign_in.password);
      await go("form[action='/sign-in/password'] button");
      await page.waitForURL(/\/o\/org_/);
      await authenticator(page);
      await page.goto(address("/account/password"));
      await check(page, "change-password");
      await page.goto(address("/account/passkeys/new"));
      await check(page, "new-passkey");
      await go("[data-passkey] button");
      await page.locator("ol.codes").waitFor();
      await check(page, "recovery-codes");
      await page.goto(address("/account"));
      await go("form[action='/account/codes'] button");
      await page.locator("svg.qr").waitFor();
      await check(page, "codes");
      await page.locator("#code").fill(code(await page.locator("code.key").innerText(), 0));
      await go("form[action='/account/codes/confirm'] button");
      await page.waitForURL(/done=codes/);
      await check(page, "account-all");
      await page.goto(address("/confirm?return_to=/account"));
      await check(page, "confirm");
      await page.goto(address("/confirm?by=recovery"));
      await check(page, "confirm-recovery");
      await page.goto(address("/account"));
      // Ends as it began, for the next one.
      await go("form[action='/account/codes/remove'] button");
      await page.waitForURL(/codes-removed/);
      await go("form[action$='/remove'] button");
      await page.waitForURL(/passkey-removed/);
      await page.context().close();
    });
  }

  it("has found nothing", () => assert.deepEqual(broken, []));
});

describe("what is sensitive", () => {
  it("asks again who somebody is, on pages and in widgets, and leads back", { timeout: 300_000 }, async () => {
    const own = await startDemo({ PORTAL_STEP_UP_MINUTES: "1" });
    try {
      const page = await visit();
      await page.goto(own.sign_in.url);
      await page.getByLabel("E-mail address").fill(own.sign_in.email);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("Password").fill(own.sign_in.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL(/\/o\/org_/);
      await page.waitForTimeout(62_000);
      await page.getByRole("link", { name: "Members" }).click();
      const members = page.locator("portal-members");
      await members.getByRole("row", { name: /Grace Mbeki/ }).getByRole("button", { name: /More actions/ }).click();
      await members.getByRole("menuitem", { name: "Change role" }).click();
      await members.getByRole("radio", { name: /Member/ }).check();
      await members.getByRole("button", { name: /Change role|Save/ }).last().click();
      await members.getByRole("link", { name: "Confirm that it is you" }).waitFor();
      await picture(page, "portal-widget-confirm");
      await members.getByRole("link", { name: "Confirm that it is you" }).click();
      await page.waitForURL(/\/confirm$/);
      await check(page, "confirm-password");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("This is not your password").waitFor();
      await page.getByLabel("Password").fill(own.sign_in.password);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.waitForURL(/\/members/);
      await members.getByRole("row", { name: /Grace Mbeki/ }).getByRole("button", { name: /More actions/ }).click();
      await members.getByRole("menuitem", { name: "Change role" }).click();
      await members.getByRole("radio", { name: /Member/ }).check();
      await members.getByRole("button", { name: /Change role|Save/ }).last().click();
      await members.getByRole("dialog").waitFor({ state: "hidden" });
      await page.context().close();
    } finally {
      await own.stop();
    }
  });
});
