// Hidden means refused: what a role or an organization may not do is neither shown nor answered.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { launch, picture, signIn, widget } from "./support/browser.js";
import { session, startDemo } from "./support/demo.js";

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What a problem has to be: RFC 9457, with the code. */
function assertProblem(answer, status, code, what) {
  assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
  assert.match(answer.type, /^application\/problem\+json/, what);
  assert.equal(answer.body.status, status, what);
  assert.equal(answer.body.code, code, what);
}

describe("a viewer", () => {
  it("sees the portal without a button that changes anything", async () => {
    const page = await signIn(browser, demo, "Grace Mbeki");
    await widget(page, "documents").getByRole("table").first().waitFor();
    await widget(page, "members").getByRole("row", { name: /dana@larkspur/ }).waitFor();
    await widget(page, "status").getByRole("button", { name: /Payment terms/ }).click();
    await widget(page, "status").getByRole("article", { name: /Payment terms/ }).waitFor();
    for (const [name, words] of [
      ["status", /^(Reply|Ask a question|Upload document|Send reply)$/],
      ["documents", /^(Upload|Upload documents|choose files)$/],
      ["members", /^(Invite member)$/],
      ["requests", /^(Send request|Continue)$/],
    ]) {
      assert.equal(await widget(page, name).getByRole("button", { name: words }).count(), 0, name);
      assert.equal(await widget(page, name).locator("input[type=file]").count(), 0, name);
    }
    await widget(page, "documents").getByRole("button", { name: /More actions/ }).first().click();
    const actions = await widget(page, "documents").getByRole("menuitem").allInnerTexts();
    assert.deepEqual(actions.map((text) => text.trim()), ["Download", "Version history"]);
    await widget(page, "requests").getByText(/You cannot send requests|You do not have access/).first().waitFor();
    await picture(page, "viewer");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  it("gets 403 problems for the same calls by hand", async () => {
    const call = await session(demo, "Grace Mbeki");
    const caseId = (await call("GET", "/v1/cases")).body.items[0].id;
    const document = (await call("GET", "/v1/documents")).body.items[0];
    const member = (await call("GET", "/v1/members")).body.items.find((known) => known.user.name === "Oskar Nowak");
    const attempts = [
      ["POST", `/v1/cases/${caseId}/replies`, { body: "Hello" }],
      ["POST", "/v1/documents?name=a.txt", "text", { "content-type": "text/plain" }],
      ["PATCH", `/v1/documents/${document.id}`, { name: "b.txt" }, { "if-match": `"${document.version}"` }],
      ["DELETE", `/v1/documents/${document.id}`],
      ["GET", "/v1/forms"],
      ["POST", "/v1/submissions", { form_version_id: "formv_01h455vb4pex5vsknk084sn02q", answers: {} }],
      ["POST", "/v1/invitations", { email: "someone@larkspur.example", role: "viewer" }],
      ["PATCH", `/v1/members/${member.id}`, { role: "admin" }, { "if-match": `"${member.version}"` }],
      ["DELETE", `/v1/members/${member.id}`],
      ["GET", "/v1/audit-events"],
      ["PATCH", `/v1/cases/${caseId}`, { status: "completed" }, { "if-match": '"1"' }],
      ["GET", "/v1/organizations"],
    ];
    for (const [method, path, body, headers] of attempts) {
      assertProblem(await call(method, path, body, headers), 403, "permission_denied", `${method} ${path}`);
    }
  });
});

describe("somebody without an invitation", () => {
  it("is told so by the vendor's page", async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${demo.vendor_url}/fernhill/`);
    await page.getByRole("textbox", { name: "E-mail address" }).fill("nobody@larkspur.example");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").filter({ hasText: "no access to that company" }).waitFor();
    await page.context().close();
  });
});

describe("another organization's things", () => {
  it("do not exist, for whoever asks by id", async () => {
    const owner = await session(demo, "Katrin Vogel");
    const larkspur = demo.organization("Larkspur Foods");
    const dana = await session(demo, "Dana Okafor");
    const member = (await dana("GET", "/v1/members")).body.items[0];
    const [caseId, documentId] = [larkspur.cases[0], larkspur.documents[0]];
    const attempts = [
      ["GET", `/v1/cases/${caseId}`], ["GET", `/v1/cases/${caseId}/timeline`],
      ["POST", `/v1/cases/${caseId}/replies`, { body: "Hello" }], ["PUT", `/v1/cases/${caseId}/read`],
      ["GET", `/v1/documents/${documentId}`], ["GET", `/v1/documents/${documentId}/content`],
      ["GET", `/v1/documents/${documentId}/versions`], ["POST", `/v1/documents/${documentId}/download-links`],
      ["PATCH", `/v1/documents/${documentId}`, { name: "b.txt" }, { "if-match": '"1"' }],
      ["DELETE", `/v1/documents/${documentId}`],
      ["POST", `/v1/documents?name=a.txt&case_id=${caseId}`, "text", { "content-type": "text/plain" }],
      ["PATCH", `/v1/members/${member.id}`, { role: "viewer" }, { "if-match": `"${member.version}"` }],
      ["DELETE", `/v1/members/${member.id}`],
    ];
    for (const [method, path, body, headers] of attempts) {
      assertProblem(await owner(method, path, body, headers), 404, "not_found", `${method} ${path}`);
    }
    for (const path of ["/v1/cases", "/v1/documents", "/v1/members"]) {
      const text = JSON.stringify((await owner("GET", `${path}?limit=100`)).body);
      assert.ok(!text.includes(caseId) && !text.includes(documentId) && !text.includes(member.id), path);
    }
  });

  it("are out of reach for a page of another origin, too", async () => {
    const call = await session(demo, "Dana Okafor");
    const answer = await call("GET", "/v1/session", undefined, { origin: "https://elsewhere.example" });
    assertProblem(answer, 403, "origin_not_allowed", "GET /v1/session");
  });
});
