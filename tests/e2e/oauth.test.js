// Programs that act for people: the command-line tool of the examples signs in by browser, and the browser is a person's.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
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

/** Starts the tool. `address`: where it sends the browser. `ended`: what it printed, and its exit code. */
function startTool(...options) {
  const [program, ...first] = process.env.PROGRAMS
    ? [join(process.env.PROGRAMS, "portal-cli")]
    : ["cargo", "run", "--quiet", "-p", "portal-cli", "--"];
  const portal = new URL(demo.sign_in.url).origin;
  const child = spawn(program, [...first, "--portal", portal, "--client", demo.sign_in.client_id, "--no-browser", ...options]);
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  const ended = new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
  const address = new Promise((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said.err += text;
      const found = said.err.match(/^http\S+$/m);
      if (found) resolve(found[0]);
    });
    ended.then(({ code, err }) => reject(new Error(`the tool ended: ${code}: ${err}`)));
  });
  return { address, ended };
}

async function newPage(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/favicon/.test(message.location().url)) page.complaints.push(message.text());
  });
  return page;
}

async function signIn(page) {
  await page.locator("#email").fill(demo.sign_in.email);
  await page.locator("form button:not(.plain)").click();
  await page.locator("#password").fill(demo.sign_in.password);
  await page.locator("#password").press("Enter");
}

describe("the command-line tool", () => {
  it("lists what its person may see, when they have agreed to it", async () => {
    const tool = startTool();
    const page = await newPage();
    await page.goto(await tool.address);
    assert.match(page.url(), /\/sign-in\?return_to=%2Foauth%2Fauthorize/);
    await signIn(page);
    await page.getByRole("heading", { name: "Let Case list in?" }).waitFor();
    await page.getByText("See cases and their history").waitFor();
    await page.getByText("a program on this device").waitFor();
    await picture(page, "oauth-consent");
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await page.getByText("You can close this page").waitFor();
    assert.match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/callback\?code=ac_/);
    const { code, out, err } = await tool.ended;
    assert.equal(code, 0, err);
    assert.ok(out.trim().split("\n").length > 1 && /^[A-Z]+-\d+\t/.test(out), out);
    assert.deepEqual(page.complaints, []);

    // What it had is given back; what was agreed to is remembered, and can be taken back.
    await page.goto(new URL("/account/applications", demo.sign_in.url).href);
    await page.getByRole("heading", { name: "Case list" }).waitFor();
    await picture(page, "oauth-applications");
    await page.getByRole("button", { name: /End access/ }).click();
    await page.getByRole("status").getByText("no access any more").waitFor();
    await page.getByText("No program has access").waitFor();
    await page.context().close();
  });

  it("is told when its person says no", async () => {
    const tool = startTool();
    const page = await newPage();
    await page.goto(await tool.address);
    await signIn(page);
    await page.getByRole("button", { name: "Do not allow" }).click();
    await page.getByText("You can close this page").waitFor();
    const { code, out, err } = await tool.ended;
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(err, /access_denied/);
    await page.context().close();
  });

  it("is not answered at a place that is not its own", async () => {
    const page = await newPage();
    const address = new URL("/oauth/authorize", demo.sign_in.url);
    address.search = new URLSearchParams({
      response_type: "code", client_id: demo.sign_in.client_id, redirect_uri: "https://evil.example/", code_challenge_method: "S256",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    }).toString();
    await page.goto(address.href);
    await signIn(page);
    await page.getByRole("heading", { name: "This program cannot be let in" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/oauth/authorize");
    await page.context().close();
  });
});

describe("axe", () => {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [[1280, 900], [360, 780]]) {
      it(`finds nothing where programs are let in: ${scheme}, ${width} px`, async () => {
        const tool = startTool();
        const locale = width < 500 ? "de-DE" : "en";
        const page = await newPage({ viewport: { width, height }, colorScheme: scheme, locale });
        const broken = [];
        const check = async (name) => {
          broken.push(...(await look(page, "html", name)).broken);
          await picture(page, `oauth-${name}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than the window`);
        };
        const address = await tool.address;
        await page.goto(address);
        await signIn(page);
        await page.locator("button[value=allow]").waitFor();
        await check("consent");
        await page.locator("button[value=allow]").click();
        assert.equal((await tool.ended).code, 0);
        await page.goto(new URL("/account/applications", demo.sign_in.url).href);
        await check("applications");
        assert.deepEqual(broken, []);
        await page.context().close();
      });
    }
  }
});
