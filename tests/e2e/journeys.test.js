// What a customer comes for, from the first click to the outcome, and who else sees it.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { launch, picture, signIn, timeUntil, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

/** How soon a change has to be visible in another browser, in milliseconds. */
const SOON = 2000;
/** How long a machine that does much else may take. Tests print the time, and fail only when nothing comes. */
const PATIENCE = 20_000;

let demo, browser, folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "portal-files-"));
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function file(name, bytes) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** Chooses files as a person does: the button opens the system's picker. */
async function choose(page, button, ...paths) {
  const [picker] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await picker.setFiles(paths);
}

describe("documents", () => {
  it("takes a 25 MB PDF with progress and gives it back bit for bit", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const documents = widget(page, "documents");
    const bytes = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(25_000_000)]);
    const path = await file("site-survey.pdf", bytes);

    // A connection on which 25 MB take a few seconds, so that there is progress to see.
    const network = await page.context().newCDPSession(page);
    await network.send("Network.emulateNetworkConditions", {
      offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 8_000_000,
    });
    await choose(page, documents.locator("label", { hasText: "Upload" }).first(), path);
    const progress = documents.getByRole("progressbar", { name: "Progress of site-survey.pdf" });
    await progress.waitFor();
    // Watched for from here on: what is done stays in sight for seconds only, and a picture may take longer.
    const uploaded = documents.getByRole("listitem").filter({ hasText: "site-survey.pdf" }).getByText("Uploaded")
      .waitFor({ timeout: 120_000 });
    const seen = new Set();
    while (await progress.isVisible()) {
      seen.add(await progress.getAttribute("value").catch(() => null));
      if (seen.size === 3) await picture(page, "upload-in-progress");
      await page.waitForTimeout(60);
    }
    await uploaded;
    assert.ok(seen.size >= 3, `progress was seen at ${[...seen].join(", ")} percent`);
    await network.send("Network.emulateNetworkConditions", {
      offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1,
    });

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      documents.getByRole("button", { name: "Download site-survey.pdf" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "site-survey.pdf");
    const got = await readFile(await download.path());
    assert.equal(digest(got), digest(bytes));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("keeps both versions of a file that is uploaded again", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const documents = widget(page, "documents");
    const upload = documents.locator("label", { hasText: "Upload" }).first();
    await choose(page, upload, await file("prices.csv", "lane,price\n1,20\n"));
    await documents.getByText("Uploaded", { exact: true }).waitFor();
    await choose(page, upload, await file("prices.csv", "lane,price\n1,21\n"));
    await documents.getByText("Uploaded as version 2", { exact: true }).waitFor();
    await documents.getByRole("button", { name: "More actions for prices.csv" }).click();
    await documents.getByRole("menuitem", { name: "Version history" }).click();
    const dialog = documents.getByRole("dialog", { name: "Versions of prices.csv" });
    const [old] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download version 1" }).click(),
    ]);
    assert.equal(await readFile(await old.path(), "utf8"), "lane,price\n1,20\n");
    await picture(page, "document-versions");
    await page.context().close();
  });
});

describe("requests", () => {
  it("sends a form with a conditional question and a file, and its case appears in Status", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const [requests, status] = [widget(page, "requests"), widget(page, "status")];
    await requests.getByRole("button", { name: /Report damaged goods/ }).click();

    // What is wrong is said before anything is sent.
    await requests.getByRole("button", { name: "Continue" }).click();
    await requests.getByRole("group", { name: "2 answers need your attention" }).waitFor();
    await picture(page, "request-errors");
    await requests.getByLabel("Order number").fill("88-3141");
    await requests.getByLabel("Day of arrival").fill("2026-11-20");
    await requests.getByRole("button", { name: "Continue" }).click();

    const units = requests.getByLabel("Units affected");
    await requests.getByLabel("Packaging damaged, goods fine").check();
    assert.equal(await units.count(), 0, "the question is asked only where goods are damaged");
    await requests.getByLabel("Goods damaged").check();
    await units.fill("14");
    await requests.getByLabel(/Estimated value/).fill("2380");
    await requests.getByRole("button", { name: "Continue" }).click();

    await choose(page, requests.locator("label", { hasText: "Add files" }), await file("pallet.png", await png()));
    await requests.getByRole("listitem").filter({ hasText: "pallet.png" }).getByText("Uploaded").waitFor();
    await picture(page, "request-files");
    await requests.getByRole("button", { name: "Continue" }).click();
    await picture(page, "request-review");
    await requests.getByRole("button", { name: "Send request" }).click();

    await requests.getByText("We have received your request").waitFor();
    const appeared = status.getByRole("button", { name: /Damage claim, order 88-3141/ });
    const milliseconds = await timeUntil(appeared.first().waitFor({ timeout: PATIENCE }));
    console.log(`# the case was in Status ${milliseconds.toFixed(0)} ms after the receipt, without a reload`);
    await picture(page, "request-receipt");
    await requests.getByRole("button", { name: "See its status" }).click();
    await status.getByRole("article", { name: /Damage claim, order 88-3141/ }).waitFor();
    await status.getByRole("button", { name: "Download pallet.png" }).first().waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe("status", () => {
  it("takes a reply and what was asked for, and says what comes next", async () => {
    const page = await signIn(browser, demo, "Priya Raman");
    const status = widget(page, "status");
    await status.getByRole("button", { name: /Payment terms for the Lyon branch/ }).click();
    const lead = status.getByRole("heading", { name: /You need to tell us who signs for the Lyon branch/ });
    await lead.waitFor();
    await status.getByRole("button", { name: "Reply" }).first().click();
    await status.getByLabel("Your reply").fill("Claire Dumont signs, +33 4 55 50 12 00.");
    await status.getByRole("button", { name: "Send reply" }).click();
    await status.getByRole("region", { name: "Activity" }).getByText("Claire Dumont signs, +33 4 55 50 12 00.").waitFor();
    await lead.waitFor({ state: "detached" });
    await page.context().close();
  });
});

describe("members", () => {
  it("invites somebody, who joins, is promoted and removed", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const members = widget(page, "members");
    await members.getByRole("button", { name: "Invite member" }).click();
    const invite = members.getByRole("dialog");
    await invite.getByLabel("E-mail address").fill("yuki@larkspur.example");
    await invite.getByLabel("Viewer").check();
    await picture(page, "invite-member");
    await invite.getByRole("button", { name: "Send invitation" }).click();
    await members.getByRole("row", { name: /yuki@larkspur.example/ }).getByText("Pending").waitFor();

    // The invited person signs in to the vendor's product with that address: that accepts the invitation.
    const context = await browser.newContext();
    const yuki = await context.newPage();
    await yuki.goto(`${demo.vendor_url}/fernhill/`);
    await yuki.getByRole("textbox", { name: "E-mail address" }).fill("yuki@larkspur.example");
    await yuki.getByLabel("Company").selectOption({ label: "Larkspur Foods" });
    await yuki.getByRole("button", { name: "Sign in" }).click();
    await widget(yuki, "status").getByRole("heading", { name: "Status" }).waitFor();

    const row = members.getByRole("row", { name: /yuki@larkspur.example/ });
    await row.getByText("Pending").waitFor({ state: "detached", timeout: PATIENCE });
    await row.getByRole("button", { name: /More actions/ }).click();
    await members.getByRole("menuitem", { name: "Change role" }).click();
    const change = members.getByRole("dialog");
    await change.getByLabel("Admin").check();
    await change.getByRole("button", { name: "Change role" }).click();
    await row.getByText("Admin").waitFor();
    await widget(yuki, "members").getByRole("button", { name: "Invite member" }).waitFor();

    await row.getByRole("button", { name: /More actions/ }).click();
    await members.getByRole("menuitem", { name: "Remove member" }).click();
    await picture(page, "remove-member");
    await members.getByRole("button", { name: "Remove member" }).last().click();
    await row.waitFor({ state: "detached" });
    assert.equal((await yuki.request.post(`${demo.vendor_url}/fernhill/portal-session`)).ok(), false);
    await context.close();
    await page.context().close();
  });
});

describe("another browser", () => {
  it("of the same organization sees each change within two seconds, one of another organization none", async () => {
    const [actor, colleague, stranger] = await Promise.all(
      ["Dana Okafor", "Priya Raman", "Katrin Vogel"].map((name) => signIn(browser, demo, name, { locale: "en-GB" })),
    );
    const seen = async (what, locator) => {
      const milliseconds = await timeUntil(locator.waitFor({ timeout: PATIENCE }));
      console.log(`# ${what}: seen by a colleague after ${milliseconds.toFixed(0)} ms`);
    };
    const documents = widget(actor, "documents");
    await choose(actor, documents.locator("label", { hasText: "Upload" }).first(), await file("gate-list.txt", "7"));
    await documents.getByText("Uploaded", { exact: true }).waitFor();
    await seen("a document", widget(colleague, "documents").getByRole("button", { name: "Download gate-list.txt" }));

    const members = widget(actor, "members");
    await members.getByRole("button", { name: "Invite member" }).click();
    await members.getByRole("dialog").getByLabel("E-mail address").fill("theo@larkspur.example");
    await members.getByRole("dialog").getByLabel("Viewer").check();
    await members.getByRole("button", { name: "Send invitation" }).click();
    await members.getByRole("row", { name: /theo@larkspur.example/ }).waitFor();
    await seen("an invitation", widget(colleague, "members").getByRole("row", { name: /theo@larkspur.example/ }));

    const requests = widget(actor, "requests");
    await requests.getByRole("button", { name: /Add a delivery site/ }).click();
    await requests.getByLabel("Name of the site").fill("Cork, hall 9");
    await requests.getByLabel("Address").fill("Tivoli Docks, Cork");
    await requests.getByLabel("No, we need a tail lift").check();
    await requests.getByRole("button", { name: "Continue" }).click();
    await requests.getByRole("button", { name: "Send request" }).click();
    await requests.getByText("We have received your request").waitFor();
    await seen("a case", widget(colleague, "status").getByRole("button", { name: /Delivery site: Cork, hall 9/ }).first());

    await actor.waitForTimeout(SOON);
    const text = await allText(stranger);
    for (const secret of ["gate-list.txt", "theo@larkspur.example", "Cork, hall 9"]) {
      assert.ok(!text.includes(secret), `another organization sees ${secret}`);
    }
    for (const page of [actor, colleague, stranger]) {
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });
});

/** All text of a page, shadow roots included. */
async function allText(page) {
  const texts = await Promise.all(["status", "documents", "requests", "members"].map((name) =>
    page.locator(`portal-${name} .portal`).allInnerTexts()));
  return texts.flat().join("\n");
}

function digest(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A picture of one pixel. */
async function png() {
  return Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
}
