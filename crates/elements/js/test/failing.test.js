// Elements that cannot start, or crash.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { bundle, CONFIGURE, heard, startStage, TAGS, until } from "./harness.js";

let stage;
before(async () => (stage = await startStage()));
after(() => stage.close());

const all = TAGS.map((tag) => `<${tag}></${tag}>`).join("");

describe("failing", () => {
  const failsWith = async (code, body, script, prepare, answers = {}) => {
    const page = await stage.open(body, script, async (page) => {
      Object.assign(stage.portal.answers, answers);
      await prepare?.(page);
    });
    const [event] = await heard(page, "portal-load-error");
    assert.equal(event.detail.code, code, event.detail.message);
    const error = page.locator(`${event.tag} [part=error]`);
    await error.waitFor();
    return { page, event, error };
  };

  test("a server that is no address is a configuration error", async () => {
    const { page } = await failsWith("configuration", all, CONFIGURE.replaceAll("PORTAL", "javascript:1"));
  });

  test("a corrected setting starts the widget", async () => {
    const { page } = await failsWith("configuration", "<portal-status server='javascript:1'></portal-status>");
    await page.evaluate((server) => {
      document.querySelector("portal-status").reload();
      document.querySelector("portal-status").setAttribute("server", `${server}/`);
    }, stage.portal.url);
    await heard(page, "portal-ready");
  });

  test("an element that goes while it is reloaded stays gone", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    await page.evaluate(async () => {
      const element = document.querySelector("portal-status");
      element.remove();
      await new Promise((resolve) => {
        // Between the element's own removal and what it does when it has gone.
        queueMicrotask(() => element.reload());
        setTimeout(resolve, 300);
      });
    });
    await until(() => stage.portal.openEvents === 0);
    assert.equal((await heard(page, "portal-ready")).length, 1);
  });

  test("a session that cannot be renewed is told once", async () => {
    const page = await stage.open(
      "<portal-members></portal-members>",
      `import { configure } from "/widgets/portal.js";
       window.asked = 0;
       configure({ server: "PORTAL", fetchClientSecret: () => {
         if (window.asked++) throw new Error("signed out");
         return { client_secret: "es_secret_x", expires_at: new Date(Date.now() + 3000).toISOString() };
       } });`,
    );
    await heard(page, "portal-ready");
    // Every attempt to fetch anything asks the page anew.
    for (const [count, text] of ["a", "ab", "abc"].entries()) {
      await page.waitForTimeout(count ? 0 : 3000);
      const asked = await page.evaluate(() => window.asked);
      await page.locator("portal-members input").first().fill(text);
      await page.waitForFunction((asked) => window.asked > asked, asked);
    }
    assert.equal((await heard(page, "portal-session-expired")).length, 1);
  });

  test("a missing setting is named", async () => {
    const { page, event } = await failsWith("configuration", "<portal-status server='https://portal.example'></portal-status>", `import "/widgets/portal.js";`);
    assert.match(event.detail.message, /fetchClientSecret/);
  });

  for (const [name, answer] of [["throws", "{ throw new Error('no session') }"], ["returns nothing", "undefined"]]) {
    test(`a credential callback that ${name} is a credential error`, async () => {
      const script = `import { configure } from "/widgets/portal.js"; configure({ server: "PORTAL", fetchClientSecret: () => ${answer} });`;
      const { page } = await failsWith("credential", "<portal-status></portal-status>", script);
      });
  }

  test("a server that is away is a network error, and trying again works", async () => {
    let away = true;
    const { page, error } = await failsWith("network", "<portal-status></portal-status>", CONFIGURE, (page) =>
      page.route(`${stage.portal.url}/**`, (route) => (away ? route.abort() : route.continue())),
    );
    away = false;
    await error.getByRole("button").click();
    await heard(page, "portal-ready");
  });

  test("a refused secret is a session error with the request's id", async () => {
    const { page, event } = await failsWith("session", "<portal-status></portal-status>", CONFIGURE, undefined, {
      "/v1/session": { status: 401, code: "unauthenticated", request_id: "req_01jd0000000000000000000000" },
    });
    assert.equal(event.detail.requestId, "req_01jd0000000000000000000000");
  });

  test("a module that does not arrive is a module error, and trying again works", async () => {
    let away = true;
    const { page, error } = await failsWith("module", "<portal-status></portal-status>", CONFIGURE, (page) =>
      page.route("**/*.wasm", (route) => (away ? route.fulfill({ status: 404 }) : route.continue())),
    );
    away = false;
    await error.getByRole("button").click();
    await heard(page, "portal-ready");
  });

  test("an element that names another server does not get the page's secret", async () => {
    const page = await stage.open("<portal-status server='https://elsewhere.example'></portal-status>", CONFIGURE);
    const [event] = await heard(page, "portal-load-error");
    assert.equal(event.detail.code, "configuration");
    assert.match(event.detail.message, /fetchClientSecret/);
  });

  test("a cancelled error is not shown", async () => {
    const page = await stage.open(
      "<portal-status></portal-status>",
      `document.addEventListener("portal-load-error", (event) => event.preventDefault());
       const { configure } = await import("/widgets/portal.js");
       configure({ server: "PORTAL", fetchClientSecret: () => undefined });`,
    );
    await heard(page, "portal-load-error");
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate(() => document.querySelector("portal-status").shadowRoot.childElementCount), 0);
  });

  test("what is left of a crashed module keeps no connection", async () => {
    const page = await stage.open(all);
    await heard(page, "portal-ready", TAGS.length);
    await until(() => stage.portal.openEvents === 1);
    await page.evaluate((glue) => {
      const error = new WebAssembly.RuntimeError("unreachable");
      error.stack = `RuntimeError: unreachable\n    at ${location.origin}/widgets/${glue}:1:1`;
      window.dispatchEvent(new ErrorEvent("error", { error }));
    }, bundle().glue);
    await heard(page, "portal-ready", 2 * TAGS.length);
    await until(() => stage.portal.openEvents === 1 && stage.portal.requests.filter((one) => one === "GET /v1/events").length === 2);
  });

  test("a module that crashes is started again once", async () => {
    const { glue } = bundle();
    // A module of one function that traps, as a panic does.
    const crashing = `
      let trap;
      export async function start() {
        const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 120, 0, 0, 10, 5, 1, 3, 0, 0, 11];
        trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.x;
      }
      export function place() {
        const element = document.createElement("div");
        return { element, extend() {}, remove: () => element.remove() };
      }
      export function styles() { return ""; }
      export function provide() { return true; }
      export function onMissing() {}
      export function disconnect() {}
      export function mount(kind, root, host) {
        host.ready([], []);
        setTimeout(() => trap(), 50);
        return { update() {}, unmount() { throw new Error("unreachable"); } };
      }`;
    const page = await stage.open("<portal-status></portal-status><portal-members></portal-members>", CONFIGURE, (page) =>
      page.route(`**/${glue}*`, (route) => route.fulfill({ contentType: "text/javascript", body: crashing })),
    );
    const events = await heard(page, "portal-load-error", 4);
    assert.deepEqual(events.map((event) => event.detail.code), ["crash", "crash", "crash", "crash"]);
    assert.equal((await heard(page, "portal-ready")).length, 4, "started once, and once again");
    await page.waitForTimeout(300);
    assert.equal((await heard(page, "portal-load-error")).length, 4);
    assert.equal(await page.locator("[part=error]").count(), 2);
  });
});
