// A request that is begun here, gone on with there, handed to a colleague, and sent without a connection.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { look } from "./support/axe.js";
import { launch, picture, signIn, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

let demo, browser, folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "portal-drafts-"));
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Nothing that axe finds. */
async function accessible(page, what) {
  const { checked, broken } = await look(page, "portal-requests", what);
  assert.ok(checked > 10, `${what}: ${checked} rules`);
  assert.deepEqual(broken, []);
}

const saved = (requests) => requests.getByText("Saved", { exact: true }).waitFor();
const begun = (requests) => requests.getByRole("region", { name: "Go on where you left off" });

/** The form about damaged goods, with its first step answered and left. */
async function begin(page, order) {
  const requests = widget(page, "requests");
  await requests.getByRole("button", { name: /^Report damaged goods/ }).last().click();
  await requests.getByLabel("Order number").fill(order);
  await requests.getByLabel("Day of arrival").fill("2026-11-20");
  await saved(requests);
  await requests.getByRole("button", { name: "Continue" }).click();
  return requests;
}

/** Goes on with the draft on top. */
async function resume(page) {
  const requests = widget(page, "requests");
  await begun(requests).getByRole("button", { name: /^Report damaged goods/ }).first().click();
  await requests.getByRole("button", { name: "All requests" }).or(requests.getByRole("button", { name: "Back" })).waitFor();
  return requests;
}

describe("a draft", () => {
  it("is begun in one browser, gone on with in another, and handed to a colleague who sends it", async () => {
    const desk = await signIn(browser, demo, "Dana Okafor");
    const requests = await begin(desk, "88-3141");
    await requests.getByLabel("Goods damaged").check();
    await requests.getByLabel("Units affected").fill("14");
    await saved(requests);
    await picture(desk, "draft-saved");

    // Another device.
    const phone = await signIn(browser, demo, "Dana Okafor", { viewport: { width: 360, height: 800 }, colorScheme: "dark" });
    await begun(widget(phone, "requests")).waitFor();
    await picture(phone, "drafts-phone-dark");
    await accessible(phone, "the list of drafts");
    const there = await resume(phone);
    // It opens where something is missing: at the photos.
    await there.getByRole("button", { name: "Back" }).click();
    assert.equal(await there.getByLabel("Units affected").inputValue(), "14");
    await there.getByLabel(/Estimated value/).fill("2,380.50");
    await saved(there);
    await there.getByRole("button", { name: "Continue" }).click();
    const photo = join(folder, "pallet.png");
    await writeFile(photo, Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    const [picker] = await Promise.all([
      phone.waitForEvent("filechooser"),
      there.locator("label", { hasText: "Add files" }).first().click(),
    ]);
    await picker.setFiles(photo);
    await there.getByText("Uploaded").first().waitFor();
    await saved(there);
    await phone.context().close();

    // The desk has an older version open: what it changes is not saved over the phone's.
    await requests.getByLabel("Units affected").fill("15");
    await requests.getByRole("group", { name: "You changed this request on another device" }).waitFor();
    await picture(desk, "draft-conflict");
    await accessible(desk, "the conflict");
    await requests.getByRole("button", { name: "Take the answers from there" }).click();
    await saved(requests);
    assert.equal(await requests.getByLabel("Units affected").inputValue(), "14");
    assert.equal(await requests.getByLabel(/Estimated value/).inputValue(), "2380.5");
    await requests.getByRole("button", { name: "Continue" }).click();
    await requests.getByText("pallet.png").waitFor();

    // A colleague goes on with it, and hears of it at once.
    const colleague = await signIn(browser, demo, "Priya Raman");
    await requests.getByRole("button", { name: "Hand over" }).click();
    const dialog = requests.getByRole("dialog", { name: /Hand over/ });
    await dialog.getByRole("radio", { name: /Priya/ }).waitFor();
    await picture(desk, "draft-hand-over");
    await accessible(desk, "handing over");
    await dialog.getByRole("radio", { name: /Priya/ }).check();
    await dialog.getByRole("button", { name: "Hand over" }).click();
    await requests.getByText("What can we do for you?").waitFor();
    assert.equal(await begun(requests).count(), 0, "it is not Dana's any more");
    await begun(widget(colleague, "requests")).getByText("From Dana Okafor").waitFor();
    await picture(colleague, "draft-handed-over");
    const taken = await resume(colleague);
    await taken.getByText("pallet.png").waitFor();
    for (let step = 0; step < 4 && !(await taken.getByRole("button", { name: "Send request" }).isVisible()); step += 1) {
      await taken.getByRole("button", { name: "Continue" }).click();
      await colleague.waitForTimeout(300);
    }
    await picture(colleague, "draft-review");
    await taken.getByRole("button", { name: "Send request" }).click();
    await taken.getByText("We have received your request").waitFor();
    for (const page of [desk, colleague]) assert.deepEqual(page.complaints.filter((said) => !said.includes("412")), []);
    await desk.context().close();
    await colleague.context().close();
  });

  it("is saved and sent by itself once there is a connection again, and once", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const requests = widget(page, "requests");
    const drafts = await begun(requests).getByRole("listitem").count();
    await requests.getByRole("button", { name: /^Report damaged goods/ }).last().click();
    await requests.getByLabel("Order number").waitFor();
    // Nothing of it is on the server yet.
    await page.context().setOffline(true);
    await requests.getByLabel("Order number").fill("88-3143");
    await requests.getByLabel("Day of arrival").fill("2026-11-20");
    await requests.locator("[part~=save-line][data-state=waiting]").waitFor();
    await picture(page, "draft-offline");
    await requests.getByRole("button", { name: "Continue" }).click();
    await requests.getByLabel("Packaging damaged, goods fine").check();
    await requests.getByRole("button", { name: "Continue" }).click();
    await requests.getByRole("button", { name: "Send request" }).click();
    await requests.getByRole("group", { name: "You are offline" }).waitFor();
    await picture(page, "request-offline");
    await accessible(page, "offline");
    await page.context().setOffline(false);
    await requests.getByText("We have received your request").waitFor({ timeout: 20_000 });
    await requests.getByRole("button", { name: "New request" }).click();
    await requests.getByText("What can we do for you?").waitFor();
    const sent = widget(page, "status").getByRole("button", { name: /order 88-3143/ });
    await sent.first().waitFor({ timeout: 20_000 });
    await page.reload();
    await sent.first().waitFor({ timeout: 20_000 });
    assert.equal(await sent.count(), 1, "it was sent once");
    await requests.getByText("What can we do for you?").waitFor();
    await page.waitForTimeout(1_000);
    assert.equal(await begun(requests).getByRole("listitem").count(), drafts, "no draft is left of what was sent");
    await page.context().close();
  });

  it("is discarded after a question", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const others = await begun(widget(page, "requests")).getByRole("listitem").count();
    const requests = await begin(page, "88-3144");
    await requests.getByRole("button", { name: "Back" }).click();
    await requests.getByRole("button", { name: "All requests" }).click();
    await begun(requests).getByRole("button", { name: "Discard Report damaged goods" }).first().click();
    const question = requests.getByRole("alertdialog", { name: "Discard “Report damaged goods”?" });
    await picture(page, "draft-discard");
    await question.getByRole("button", { name: "Discard" }).click();
    await question.waitFor({ state: "detached" });
    await requests.getByText("Draft discarded").first().waitFor();
    assert.equal(await begun(requests).getByRole("listitem").count(), others);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});
