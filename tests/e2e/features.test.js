// The vendor's own front end asks by OpenFeature what the portal goes by: with the public SDK and its OFREP provider.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { build } from "esbuild";

import { launch, ready, signIn, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

const SECOND = 1000;

let demo, browser, bundle;
before(async () => {
  [demo, browser, bundle] = await Promise.all([startDemo(), launch(), openFeature()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What a vendor's page would bundle. */
async function openFeature() {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'export { OpenFeature, ProviderEvents } from "@openfeature/web-sdk"; export { OFREPWebProvider } from "@openfeature/ofrep-web-provider";',
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    format: "iife",
    globalName: "flags",
    write: false,
  });
  return outputFiles[0].text;
}

/** A command of the server, as its administrator gives it while it runs. */
async function administer(...command) {
  const [program, ...first] = process.env.PROGRAMS
    ? [join(process.env.PROGRAMS, "loggia-server")]
    : ["cargo", "run", "--quiet", "-p", "loggia-server", "--"];
  await promisify(execFile)(program, [...first, "--data-dir", join(demo.folder, "server"), ...command]);
}

/** A secret for a session, as the vendor's backend mints it. */
async function mint(name, more = {}) {
  const organization = demo.organizations.find((known) => known.members.some((member) => member.name === name));
  const answer = await fetch(`${demo.base_url}/v1/embed-sessions`, {
    method: "POST",
    headers: { authorization: `Bearer ${organization.api_key}`, "content-type": "application/json" },
    body: JSON.stringify({ organization_id: organization.id, user: { id: demo.member(name).user_id }, ...more }),
  });
  return { organization, secret: (await answer.json()).client_secret };
}

/** Makes a provider in the page, which asks again every half second. */
async function start(page, secret, context) {
  await page.evaluate(bundle);
  await page.evaluate(
    async ({ baseUrl, secret, context }) => {
      const { OpenFeature, OFREPWebProvider, ProviderEvents } = window.flags;
      window.answered = [];
      const provider = new OFREPWebProvider({
        baseUrl,
        headers: [["Authorization", `Bearer ${secret}`]],
        cacheMode: "disabled",
        pollInterval: 500,
        fetchImplementation: async (...asked) => {
          const response = await fetch(...asked);
          window.answered.push(response.status);
          return response;
        },
      });
      window.changed = new Promise((resolve) =>
        OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (event) => resolve(event.flagsChanged)),
      );
      await OpenFeature.setProviderAndWait(provider, context);
    },
    { baseUrl: demo.base_url, secret, context },
  );
}

const details = (page, key, fallback = true) =>
  page.evaluate(([key, fallback]) => window.flags.OpenFeature.getClient().getBooleanDetails(key, fallback), [key, fallback]);

describe("OpenFeature in the vendor's page", () => {
  it("tells what is on and why, is told when nothing is different, and follows a change", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const { organization, secret } = await mint("Dana Okafor");
    await start(page, secret, { targetingKey: organization.id });
    const on = await details(page, "documents.upload", false);
    assert.deepEqual(
      [on.value, on.variant, on.reason, on.flagMetadata],
      [true, "on", "STATIC", { level: "platform", rule: "default" }],
    );
    const unknown = await details(page, "new-checkout", true);
    assert.deepEqual([unknown.value, unknown.errorCode], [true, "FLAG_NOT_FOUND"], "the page's own default");
    await page.waitForFunction(() => window.answered.includes(304), undefined, { timeout: 20 * SECOND });

    await widget(page, "documents").locator('input[type="file"]').first().waitFor({ state: "attached" });
    await administer("feature", "set", "documents.upload", "off", "--organization", organization.id);
    assert.deepEqual(await page.evaluate(() => window.changed), ["documents.upload"]);
    const off = await details(page, "documents.upload", true);
    assert.deepEqual(
      [off.value, off.variant, off.reason, off.flagMetadata],
      [false, "off", "TARGETING_MATCH", { level: "organization", rule: "switch" }],
    );
    await page.reload();
    await ready(page);
    assert.equal(await widget(page, "documents").locator('input[type="file"]').count(), 0, "the widget goes by the same");
    await administer("feature", "reset", "documents.upload", "--organization", organization.id);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("follows a session that was made for less, and refuses another organization's id", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const { secret } = await mint("Dana Okafor", { features: ["status"] });
    await start(page, secret, { targetingKey: "dana-in-our-own-system" });
    const value = async (key) => {
      const told = await details(page, key);
      return [told.value, told.flagMetadata.level];
    };
    assert.deepEqual(await value("status"), [true, "platform"]);
    assert.deepEqual(await value("documents"), [false, "session"]);
    const other = demo.organizations.find((known) => !known.members.some((member) => member.name === "Dana Okafor"));
    const refused = await page.evaluate(
      async ({ baseUrl, secret, targetingKey }) => {
        const provider = new window.flags.OFREPWebProvider({
          baseUrl,
          headers: [["Authorization", `Bearer ${secret}`]],
          cacheMode: "disabled",
        });
        return window.flags.OpenFeature.setProviderAndWait("other", provider, { targetingKey }).then(
          () => "ready",
          (error) => String(error.code ?? error),
        );
      },
      { baseUrl: demo.base_url, secret, targetingKey: other.id },
    );
    assert.notEqual(refused, "ready");
    await page.context().close();
  });
});
