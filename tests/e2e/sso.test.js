// Single sign-on as an organization's owner sets it up and its people use it, against a real provider: oidc-provider.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { startDns, startProvider } from "./support/provider.js";

const person = (name, ...groups) => ({ name, email: `${name.toLowerCase()}@larkspur.example`, email_verified: true, groups });
const CLIENT = { client_id: "portal", client_secret: "a secret of the organization's: %+&" };

let demo, browser, provider, dns, base;
before(async () => {
  [provider, dns, browser] = await Promise.all([
    startProvider({ ada: person("Ada", "portal-admins"), bo: person("Bo", "staff"), cy: { ...person("Cy"), email_verified: false } }),
    startDns(),
    launch(),
  ]);
  demo = await startDemo({ PORTAL_OUTGOING_ALLOWED_NETWORKS: "127.0.0.0/8", PORTAL_DNS_SERVER: dns.address });
});
after(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), provider?.stop().catch(() => {}), dns?.stop()]);
});

async function visit(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refusal is told by its status, which the browser notes.
    const refused = /status of (403|404|422|502)/.test(message.text());
    if (message.type() === "error" && !refused && page.url().startsWith(portal(""))) page.complaints.push(message.text());
  });
  await page.goto(demo.sign_in.url);
  return page;
}

const portal = (path) => new URL(path, demo.sign_in.url).href;

async function typeAddress(page, email) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function typePassword(page) {
  await page.getByLabel("Password").fill(demo.sign_in.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What somebody does at the provider. */
async function signInThere(page, name) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("whatever");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function bySso(name) {
  const page = await visit();
  await typeAddress(page, `${name}@larkspur.example`);
  await signInThere(page, name);
  return page;
}

describe("single sign-on", () => {
  it("is set up by an owner, with the provider's and the domain's proof", async () => {
    const page = await visit();
    await typeAddress(page, demo.sign_in.email);
    await typePassword(page);
    await page.getByRole("link", { name: "Single sign-on" }).click();
    base = page.url();
    assert.match(base, /\/o\/org_[^/]+\/sign-on$/);
    await picture(page, "sso-empty");
    await page.getByLabel("Name", { exact: true }).fill("Larkspur ID");
    await page.getByLabel("Issuer").fill("https://nothing.invalid");
    await page.getByLabel("Client ID").fill(CLIENT.client_id);
    await page.getByLabel("Client secret").fill(CLIENT.client_secret);
    await page.getByRole("button", { name: "Add a connection" }).click();
    await page.getByText("The connection is a draft").waitFor();

    await page.getByRole("button", { name: "Test the provider" }).click();
    await page.getByRole("alert").getByText("Nothing answers").waitFor();
    await page.getByLabel("Issuer").fill(provider.issuer);
    await page.getByLabel("Scopes").fill("openid profile email groups");
    const rule = page.getByRole("group", { name: "Rule 1" });
    await rule.getByLabel("Claim").fill("groups");
    await rule.getByLabel("Value").fill("portal-admins");
    await rule.getByLabel("Role").selectOption("admin");
    await page.getByLabel("Everybody else").selectOption("viewer");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It is saved").waitFor();
    provider.register({ ...CLIENT, redirect_uris: [await page.getByLabel("Redirect URI").inputValue()] });
    await page.getByRole("button", { name: "Test the provider" }).click();
    await page.getByText("can be used").waitFor();
    await picture(page, "sso-connection");
    await page.getByRole("button", { name: "Activate" }).click();
    await page.getByText("Active", { exact: true }).waitFor();

    await page.goto(base);
    await page.getByLabel("Domain", { exact: true }).fill("larkspur.example");
    await page.getByRole("button", { name: "Add the domain" }).click();
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText("not there yet").waitFor();
    await picture(page, "sso-domain");
    dns.set("larkspur.example", "v=spf1 -all", await page.locator("code.copy").innerText());
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText("The domain is verified").waitFor();
    await picture(page, "sso-ready");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("lets new people in, in the role that the provider's groups say", async () => {
    const ada = await bySso("ada");
    await ada.waitForURL(/\/o\/org_[^/]+\/status$/);
    await ada.locator("portal-status .portal").first().waitFor();
    // An admin sets single sign-on up, too.
    await ada.getByRole("link", { name: "Single sign-on" }).waitFor();
    await ada.goto(base.replace("sign-on", "members"));
    await ada.locator("portal-members").getByText("bo@larkspur.example").waitFor({ state: "detached" });
    await ada.locator("portal-members").getByText("ada@larkspur.example").first().waitFor();
    assert.deepEqual(ada.complaints, []);

    const bo = await bySso("bo");
    await bo.waitForURL(/\/o\/org_/);
    assert.equal(await bo.getByRole("link", { name: "Single sign-on" }).count(), 0);
    await bo.goto(base);
    await bo.getByRole("heading", { name: "There is nothing here" }).waitFor();

    const cy = await bySso("cy");
    await cy.getByText("no verified e-mail address").waitFor();
    await picture(cy, "sso-refused");

    // Out here, and there, too.
    await ada.goto(portal("/account"));
    await ada.getByRole("button", { name: "Sign out" }).click();
    await ada.getByRole("link", { name: "Sign out at Larkspur ID, too" }).click();
    await ada.waitForURL(`${provider.issuer}/session/end**`);
    await Promise.all([ada, bo, cy].map((page) => page.context().close()));
  });

  it("is linked by an owner with the account that they have", async () => {
    const page = await visit();
    await typeAddress(page, demo.sign_in.email);
    await picture(page, "sso-going");
    await page.waitForURL(`${provider.issuer}/**`);
    // Not today: with the password, as before.
    await passwordInstead(page, demo.sign_in.email);
    await page.waitForURL(/\/o\/org_/);
    await page.goto(portal("/account/sign-on"));
    await page.getByRole("button", { name: "Link" }).click();
    await signInThere(page, "cy");
    await page.getByText("Your account is linked").waitFor();
    await picture(page, "sso-linked");
    await page.getByRole("button", { name: "Unlink" }).click();
    await page.getByText("not linked any more").waitFor();
    await page.context().close();
  });

  it("is required, but for the owner who is named", async () => {
    const dana = await visit();
    await passwordInstead(dana, demo.sign_in.email);
    await dana.goto(base);
    await dana.getByLabel("Single sign-on is the only way in").check();
    await dana.getByRole("button", { name: "Save" }).click();
    await dana.getByText("Name at least one owner").waitFor();
    await dana.getByLabel(/^Dana Okafor/).check();
    await dana.getByRole("button", { name: "Save" }).click();
    await dana.getByText("It is saved").waitFor();
    await picture(dana, "sso-required");

    const priya = await visit();
    await passwordInstead(priya, "priya@larkspur.example");
    await priya.getByRole("heading", { name: /asks for its own sign-in/ }).waitFor();
    await picture(priya, "sso-needed");
    await priya.getByRole("link", { name: "Larkspur ID" }).click();
    await signInThere(priya, "ada");
    await priya.locator("portal-status .portal").first().waitFor();

    // She gets in with her password.
    const again = await visit();
    await passwordInstead(again, demo.sign_in.email);
    await again.locator("portal-status .portal").first().waitFor();
    await Promise.all([dana, priya, again].map((page) => page.context().close()));
  });

  it("says so when the provider does not answer, and shows an owner the other way in", async () => {
    await provider.stop();
    // What has answered a moment ago is taken to be there.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    const page = await visit();
    await typeAddress(page, demo.sign_in.email);
    await page.getByRole("heading", { name: /sign-in service does not answer/ }).waitFor();
    await picture(page, "sso-down");
    await page.getByRole("link", { name: "Use a password instead" }).click();
    await typeAddress(page, demo.sign_in.email);
    await typePassword(page);
    await page.locator("portal-status .portal").first().waitFor();
    await page.goto(base);
    await page.getByRole("link", { name: /Larkspur ID/ }).click();
    await page.getByRole("button", { name: "Test the provider" }).click();
    await page.getByRole("alert").getByText("Nothing answers").waitFor();
    await page.context().close();
  });
});

async function passwordInstead(page, email) {
  await page.goto(portal("/sign-in?way=password"));
  await typeAddress(page, email);
  await typePassword(page);
}

describe("axe", () => {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 780]]) {
      it(`finds nothing where single sign-on is set up: ${scheme}, ${width} px`, async () => {
        const locale = width < 500 ? "de-DE" : "en";
        const page = await visit({ viewport: { width, height }, colorScheme: scheme, locale });
        const broken = [];
        const check = async (name) => {
          broken.push(...(await look(page, "html", name)).broken);
          await picture(page, `sso-${name}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than the window`);
        };
        // The page goes on at once; an empty answer leaves it where it is.
        await page.context().route("**/sign-in/sso/**", (route) => route.fulfill({ status: 204 }));
        await page.locator("#email").fill(demo.sign_in.email);
        await page.locator("form button").first().click();
        await page.locator("input[name=way]").waitFor({ state: "attached" });
        await check("going");
        await page.locator("form button").first().click();
        await page.locator("#password").fill(demo.sign_in.password);
        await page.locator("form button").first().click();
        await page.waitForURL(/\/o\/org_/);
        await page.goto(base);
        await check("overview");
        await page.locator(".go a").first().click();
        await page.locator("#redirect_uri").waitFor();
        await check("settings");
        await page.goto(portal("/account/sign-on"));
        await check("account");
        assert.deepEqual(broken, []);
        await page.context().close();
      });
    }
  }
});
