// What comes to the browser once somebody does something: the second module.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture, ready, signIn, widget } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const LATER = "**/*_later.wasm";

/** Somebody's page, with no pointer over a widget, and each second module that it fetches; `route` answers for those. */
async function open(options, route = (route) => route.continue()) {
  const page = await signIn(browser, demo, "Dana Okafor", { locale: "en-GB", ...options });
  const fetched = [];
  await page.mouse.move(0, 0);
  await page.route(LATER, (asked) => {
    fetched.push(asked.request().url());
    return route(asked);
  });
  await page.reload();
  await ready(page);
  return { page, fetched, members: widget(page, "members") };
}

/** Waits until it has come into sight. */
const settled = (element) => element.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.finished)));

const email = (members) => members.getByRole("dialog").getByLabel("E-mail address").first();

describe("the second module", () => {
  it("comes once, when a pointer is over a widget, and not before", async () => {
    const { page, fetched, members } = await open();
    await page.waitForTimeout(300);
    assert.deepEqual(fetched, []);
    await members.getByRole("button", { name: "Invite member" }).hover();
    await members.getByRole("button", { name: "Invite member" }).click();
    await email(members).waitFor();
    await page.keyboard.press("Escape");
    await widget(page, "documents").getByRole("button", { name: /More actions/ }).first().hover();
    await page.waitForTimeout(100);
    assert.equal(fetched.length, 1);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("comes when the focus is in a widget, and what was opened by keyboard has the focus when it came", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const { page, fetched, members } = await open({}, async (route) => {
      await held;
      await route.continue();
    });
    await members.getByRole("button", { name: "Invite member" }).focus();
    await page.keyboard.press("Enter");
    await members.getByText("Loading").last().waitFor();
    await settled(members.locator(".portal-later"));
    await picture(page, "later-loading");
    release();
    const dialog = members.getByRole("dialog");
    await email(members).waitFor();
    assert.equal(await dialog.evaluate((dialog) => dialog.contains(dialog.getRootNode().activeElement)), true);
    assert.equal(fetched.length, 1);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    const back = await members.evaluate((element) => element.shadowRoot.activeElement?.textContent?.trim());
    assert.equal(back, "Invite member");
    await page.context().close();
  });

  it("says so where it cannot be had, and trying again helps", async () => {
    for (const options of [{}, { colorScheme: "dark", viewport: { width: 360, height: 740 } }]) {
      let away = true;
      const { page, members } = await open(options, (route) => (away ? route.abort() : route.continue()));
      await members.getByRole("button", { name: "Invite member" }).click();
      const alert = members.getByRole("alert");
      await alert.getByText("cannot be reached").waitFor();
      const at = options.colorScheme ?? "light";
      await settled(alert);
      await picture(page, `later-failed-${at}`);
      assert.deepEqual((await look(page, "portal-members", `what cannot be had, ${at}`)).broken, []);
      away = false;
      await alert.getByRole("button", { name: "Try again" }).click();
      await email(members).waitFor();
      assert.equal(await alert.count(), 0);
      await page.context().close();
    }
  });

  it("comes at once where a link leads to what it draws", async () => {
    const { page, fetched } = await open();
    const theirs = await session(demo, "Dana Okafor");
    const [form] = (await theirs("GET", "/v1/forms")).body.items;
    const requests = widget(page, "requests");
    await requests.evaluate((element, form) => element.setAttribute("view", form), form.id);
    await requests.getByRole("heading", { name: form.title }).waitFor();
    assert.equal(fetched.length, 1);
    await page.context().close();
  });
});
