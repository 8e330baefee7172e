// Keys for the organization's own programs: made, used, rotated, deleted; and the secret, which is shown once.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, openSecurity, picture, signIn, widget } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";
import { pressUntil, type } from "./support/keyboard.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function open(name, options) {
  const page = await signIn(browser, demo, name, { permissions: ["clipboard-read", "clipboard-write"], ...options });
  await openSecurity(page);
  return { page, keys: widget(page, "api-keys") };
}

/** What a program with this secret is answered. */
async function ask(secret) {
  return (await fetch(`${demo.base_url}/v1/cases`, { headers: { authorization: `Bearer ${secret}` } })).status;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

describe("API keys", () => {
  it("are made with few permissions, used, rotated and deleted", async () => {
    const { page, keys } = await open("Dana Okafor");
    await keys.getByText("No API keys yet").waitFor();
    await picture(page, "keys-empty");
    await keys.getByRole("button", { name: "Create API key" }).click();
    const dialog = keys.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    await dialog.getByText("Give the key a name.").first().waitFor();
    await dialog.getByText("Choose at least one.").first().waitFor();
    assert.equal(await dialog.getByLabel(/members:|api_keys:manage/).count(), 0);
    await dialog.getByLabel("Name", { exact: true }).fill("Warehouse system");
    await dialog.getByLabel("Read cases").check();
    await dialog.getByLabel(/Networks/).fill("not a network");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    await dialog.getByText("One of the lines is no address or network.").first().waitFor();
    await picture(page, "keys-create");
    await dialog.getByLabel(/Networks/).fill("");
    await dialog.getByRole("button", { name: "Create API key" }).click();

    // The secret: shown once, and not lost by a slip of the hand.
    await dialog.getByLabel("Secret", { exact: true }).waitFor();
    const first = await dialog.getByLabel("Secret", { exact: true }).inputValue();
    assert.match(first, /^sk_/);
    await picture(page, "keys-secret");
    await page.keyboard.press("Escape");
    await dialog.getByText("The secret was not copied").waitFor();
    await dialog.getByRole("button", { name: "Copy" }).click();
    await dialog.getByText("The secret was not copied").waitFor({ state: "detached" });
    assert.equal(await clipboard(page), first);
    await dialog.getByRole("button", { name: "Done" }).click();
    await dialog.waitFor({ state: "detached" });
    const row = keys.getByRole("row", { name: /Warehouse system/ });
    await row.getByText("1 permission · by Dana Okafor").waitFor();
    assert.ok(!(await page.content()).includes(first));
    assert.equal(await ask(first), 200);

    await row.getByRole("button", { name: /More actions/ }).click();
    await keys.getByRole("menuitem", { name: "Rotate secret" }).click();
    await dialog.getByLabel("In an hour").check();
    await picture(page, "keys-rotate");
    await dialog.getByRole("button", { name: "Rotate secret" }).click();
    await dialog.getByRole("button", { name: "Copy" }).click();
    // Before it is copied, that button warns.
    await dialog.locator("[data-variant=primary]", { hasText: "Done" }).waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    const second = await clipboard(page);
    assert.notEqual(second, first);
    assert.deepEqual([await ask(first), await ask(second)], [200, 200]);
    await row.getByText("Two secrets").waitFor();

    await row.getByRole("button", { name: /More actions/ }).click();
    await keys.getByRole("menuitem", { name: "Rotate secret" }).click();
    await dialog.getByText("Another one ends both at once.").waitFor();
    await dialog.getByRole("button", { name: "Rotate secret" }).click();
    await dialog.getByRole("button", { name: "Copy" }).click();
    // Before it is copied, that button warns.
    await dialog.locator("[data-variant=primary]", { hasText: "Done" }).waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    const third = await clipboard(page);
    assert.deepEqual([await ask(first), await ask(second), await ask(third)], [401, 401, 200]);

    await row.getByRole("button", { name: "Warehouse system", exact: true }).click();
    await dialog.getByText("Read cases").waitFor();
    await dialog.getByText("Requests in the last 30 days").waitFor();
    await picture(page, "keys-details");
    await page.keyboard.press("Escape");

    await row.getByRole("button", { name: /More actions/ }).click();
    await keys.getByRole("menuitem", { name: "Delete" }).click();
    const confirm = keys.getByRole("alertdialog");
    await confirm.getByRole("button", { name: "Delete", exact: true }).click();
    await confirm.getByText("It was used in the last 7 days").waitFor();
    await picture(page, "keys-delete");
    await confirm.getByRole("button", { name: "Delete all the same" }).click();
    await row.waitFor({ state: "detached" });
    await keys.getByText("No API keys yet").waitFor();
    assert.equal(await ask(third), 401);
    // The refusals of the form, of the deletion and of the ended secrets are what this is about.
    assert.deepEqual(page.complaints.filter((line) => !/status of (409|422)/.test(line)), []);
    await page.context().close();
  });

  it("made by a colleague appear without a reload, and whoever may not see them is told who may", async () => {
    const { page, keys } = await open("Dana Okafor");
    await keys.getByText("No API keys yet").waitFor();
    const colleague = await session(demo, "Priya Raman");
    const made = await colleague("POST", "/v1/api-keys", { name: "From a colleague", scopes: ["cases:read"] });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    await keys.getByRole("row", { name: /From a colleague/ }).waitFor();
    await colleague("DELETE", `/v1/api-keys/${made.body.api_key.id}`);
    await keys.getByText("No API keys yet").waitFor();
    await page.context().close();

    const viewer = await open("Grace Mbeki");
    await viewer.keys.getByText("You do not have access to this").waitFor();
    assert.equal(await viewer.keys.getByRole("button", { name: "Create API key" }).count(), 0);
    assert.deepEqual(viewer.page.complaints, []);
    await viewer.page.context().close();
  });

  it("are made by keyboard alone", async () => {
    const { page, keys } = await open("Dana Okafor");
    await keys.getByText("No API keys yet").waitFor();
    await pressUntil(page, "Tab", /^Create API key$/);
    await page.keyboard.press("Enter");
    await keys.getByRole("dialog").waitFor();
    await type(page, "Keyboard");
    await pressUntil(page, "Tab", /^Read cases/);
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await pressUntil(page, "Tab", /^Create API key$/);
    await page.keyboard.press("Enter");
    await keys.getByRole("dialog").getByLabel("Secret", { exact: true }).waitFor();
    await pressUntil(page, "Tab", /^Copy$/);
    await page.keyboard.press("Enter");
    await keys.getByRole("dialog").getByText("The secret was not copied").waitFor({ state: "detached" });
    await pressUntil(page, "Tab", /^Done$/);
    await page.keyboard.press("Enter");
    await keys.getByRole("row", { name: /Keyboard/ }).waitFor();
    await page.context().close();
  });
});

describe("axe", () => {
  for (const [key, person] of [["fernhill", "Dana Okafor"], ["juniper", "Amara Nwosu"]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [width, height] of [[1280, 900], [360, 780]]) {
        const name = `${key}-${scheme}-${width}`;
        it(`finds nothing in the API keys: ${name}`, async () => {
          const call = await session(demo, person);
          const made = await call("POST", "/v1/api-keys", {
            name: "Nightly export of everything that the warehouse in Rotterdam has to know before the morning",
            scopes: ["cases:read", "documents:read"], networks: ["203.0.113.0/24"],
          });
          const { page, keys } = await open(person, { viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
          const row = keys.getByRole("row", { name: /Nightly export/ }).first();
          await row.waitFor();
          const broken = [];
          const check = async (what) => {
            broken.push(...(await look(page, "portal-api-keys", what)).broken);
            await picture(page, `keys-${what}-${name}`);
          };
          await check("list");
          await row.getByRole("button").first().click();
          await keys.getByText("Requests in the last 30 days").waitFor();
          await check("details");
          await page.keyboard.press("Escape");
          await row.getByRole("button", { name: /More actions/ }).click();
          await keys.getByRole("menuitem", { name: "Rotate secret" }).click();
          await keys.getByRole("dialog").getByLabel("In 7 days").waitFor();
          await check("rotate");
          await page.keyboard.press("Escape");
          await keys.getByRole("button", { name: "Create API key" }).click();
          await keys.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
          await check("create");
          await page.keyboard.press("Escape");
          await call("DELETE", `/v1/api-keys/${made.body.api_key.id}?confirm=true`);
          assert.deepEqual(broken, []);
          assert.deepEqual(page.complaints, []);
          await page.context().close();
        });
      }
    }
  }
});
