// What widgets keep and where they lead: words that were typed, the focus, the way back.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { launch, openFolder, signIn, widget } from "./support/browser.js";
import { startDemo } from "./support/demo.js";

const BUSY = {
  status: 503, contentType: "application/problem+json", headers: { "access-control-allow-origin": "*" },
  body: JSON.stringify({ type: "about:blank", title: "Unavailable", status: 503, code: "unavailable", detail: "Later" }),
};

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What has the focus, shadow roots included. */
function focused(page, read) {
  return page.evaluate((read) => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return read === "label" ? element?.ariaLabel : element?.textContent;
  }, read);
}

async function focusComesTo(page, name, read = "text") {
  const deadline = Date.now() + 5000;
  let now;
  while (!name.test((now = (await focused(page, read)) ?? ""))) {
    assert.ok(Date.now() < deadline, `the focus is on ${now}`);
    await page.waitForTimeout(20);
  }
}

describe("status", () => {
  it("keeps a reply that is being written, and brings back one that was refused", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const status = widget(page, "status");
    const open = async (name) => {
      await status.getByRole("button", { name }).first().click();
      await status.getByRole("article", { name }).waitFor();
    };
    await open(/Payment terms/);
    await status.getByLabel("Your reply").fill("Claire Dumont signs.");
    await open(/Credit line/);
    assert.equal(await status.getByLabel("Your reply").inputValue(), "");
    await open(/Payment terms/);
    assert.equal(await status.getByLabel("Your reply").inputValue(), "Claire Dumont signs.");

    let refuse;
    const refused = new Promise((resolve) => { refuse = resolve; });
    const asked = page.waitForRequest("**/replies");
    await page.route("**/replies", async (route) => {
      await refused;
      await route.fulfill(BUSY);
    });
    await status.getByRole("button", { name: "Send reply" }).click();
    await asked;
    await open(/Credit line/);
    refuse();
    await page.getByText("The server is busy.").first().waitFor();
    await open(/Payment terms/);
    assert.equal(await status.getByLabel("Your reply").inputValue(), "Claire Dumont signs.");
    assert.equal(await status.getByRole("region", { name: "Activity" }).getByText("Claire Dumont signs.").count(), 0);
    await page.context().close();
  });

  it("leads from a case to the list, where there is room for one, when another list is chosen", async () => {
    const page = await signIn(browser, demo, "Dana Okafor", { viewport: { width: 360, height: 780 } });
    const status = widget(page, "status");
    await status.getByRole("button", { name: /Payment terms/ }).click();
    await status.getByRole("button", { name: "All cases" }).waitFor();
    await status.getByRole("button", { name: "Closed" }).click();
    await status.getByRole("button", { name: /Declined/ }).first().waitFor();
    assert.equal(await status.getByRole("button", { name: "All cases" }).isVisible(), false);
    await page.context().close();
  });
});

describe("documents", () => {
  it("offers nothing of the former folder while another is on its way, and nothing at all when it fails", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const documents = widget(page, "documents");
    await documents.getByRole("table").waitFor();
    const held = [];
    await page.route(/\/v1\/documents\?.*folder=Contracts/, (route) => held.push(route));
    await documents.getByRole("button", { name: /^Contracts/ }).click();
    await focusComesTo(page, /^Contracts$/, "label");
    await documents.locator("table[inert]").waitFor();
    // The client asks more than once before it gives up.
    const answer = setInterval(() => held.splice(0).forEach((route) => route.fulfill(BUSY)), 20);
    await documents.getByRole("alert").filter({ hasText: "This could not be loaded" }).waitFor();
    clearInterval(answer);
    assert.equal(await documents.getByRole("table").count(), 0);
    await page.unroute(/\/v1\/documents\?.*folder=Contracts/);
    await documents.getByRole("button", { name: "Try again" }).click();
    await documents.getByRole("button", { name: /^Download Framework agreement/ }).waitFor();
    await page.context().close();
  });

  it("remembers the order for whoever chose it", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const order = () => widget(page, "documents").getByLabel("Sort by");
    await order().selectOption("name");
    await page.reload();
    await order().waitFor();
    assert.equal(await order().inputValue(), "name");
    await page.getByText("Dana Okafor").first().click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Priya Raman" }).click();
    await order().waitFor();
    assert.equal(await order().inputValue(), "newest");
    await page.context().close();
  });
});

describe("members", () => {
  it("leaves the focus at the list when a row is gone, and warns before somebody lowers themselves", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const members = widget(page, "members");
    await members.getByRole("button", { name: /More actions for noor@/ }).click();
    await members.getByRole("menuitem", { name: "Withdraw invitation" }).click();
    await members.getByRole("alertdialog").getByRole("button", { name: "Withdraw invitation" }).click();
    await members.getByRole("row", { name: /noor@/ }).waitFor({ state: "detached" });
    await focusComesTo(page, /^Members and open invitations$/, "label");

    await members.getByRole("button", { name: "More actions for Dana Okafor" }).click();
    await members.getByRole("menuitem", { name: "Change role" }).click();
    const dialog = members.getByRole("dialog");
    await dialog.getByLabel("Viewer").check();
    await dialog.getByText("This is your own role.").waitFor();
    await dialog.getByRole("button", { name: "Change role" }).click();
    await dialog.getByText("Every organization needs an owner.").waitFor();
    await page.context().close();
  });
});

describe("whoever leaves the organization", () => {
  it("sees nothing of it any more", async () => {
    const page = await signIn(browser, demo, "Jonas Lindqvist");
    const members = widget(page, "members");
    await members.getByRole("button", { name: "More actions for Jonas Lindqvist" }).click();
    await members.getByRole("menuitem", { name: "Leave Larkspur Foods" }).click();
    await members.getByRole("alertdialog").getByRole("button", { name: "Leave", exact: true }).click();
    for (const name of ["status", "documents", "requests", "members"]) {
      await widget(page, name).getByText("Your sign-in could not be confirmed.").waitFor();
    }
    assert.equal(await widget(page, "documents").getByRole("table").count(), 0);
    await page.context().close();
  });
});

describe("requests", () => {
  it("gives the focus back to the request that was left, with its answers", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const requests = widget(page, "requests");
    await requests.getByRole("button", { name: /Add a delivery site/ }).click();
    await focusComesTo(page, /^The site$/);
    await requests.getByLabel("Name of the site").fill("Cork, hall 9");
    await requests.getByRole("button", { name: "All requests" }).click();
    await focusComesTo(page, /Add a delivery site.*Started/);
    await requests.getByRole("button", { name: /Add a delivery site/ }).click();
    assert.equal(await requests.getByLabel("Name of the site").inputValue(), "Cork, hall 9");
    await page.context().close();
  });
});

describe("the vendor's page", () => {
  it("goes back and forward through the views of its widgets", async () => {
    const page = await signIn(browser, demo, "Dana Okafor");
    const [status, documents] = [widget(page, "status"), widget(page, "documents")];
    await status.getByRole("button", { name: /Payment terms/ }).click();
    await status.getByRole("article", { name: /Payment terms/ }).waitFor();
    await openFolder(page, "Contracts");
    await page.goBack();
    await documents.getByRole("navigation").waitFor({ state: "detached" });
    assert.ok(await status.getByRole("article", { name: /Payment terms/ }).isVisible());
    await page.goForward();
    await documents.getByRole("navigation").getByText("Contracts").waitFor();
    await page.reload();
    await documents.getByRole("navigation").getByText("Contracts").waitFor();
    await status.getByRole("article", { name: /Payment terms/ }).waitFor();
    await page.context().close();
  });

  it("speaks German on every page to whoever chose it", async () => {
    const page = await signIn(browser, demo, "Katrin Vogel");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await page.getByRole("link", { name: "Sendungen" }).click();
    await page.getByRole("heading", { name: "Sendungen" }).waitFor();
    await page.getByRole("cell", { name: "18,4 t" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    await page.context().close();
  });
});
