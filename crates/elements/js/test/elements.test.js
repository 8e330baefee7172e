import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { bundle, CONFIGURE, heard, startStage, TAGS, until } from "./harness.js";

let stage;
before(async () => (stage = await startStage()));
after(() => stage.close());

const all = TAGS.map((tag) => `<${tag}></${tag}>`).join("");

describe("starting", () => {
  test("a skeleton is there before the module, in the widget's size", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const page = await stage.open(all, CONFIGURE, (page) =>
      page.route("**/*.wasm", async (route) => {
        await held;
        await route.continue();
      }),
    );
    for (const tag of TAGS) {
      const skeleton = page.locator(tag).locator("[part=skeleton]");
      await skeleton.waitFor();
      assert.ok((await skeleton.boundingBox()).height > 300, tag);
    }
    release();
    await heard(page, "portal-ready", 4);
    assert.equal(await page.locator("[part=skeleton]").count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test("two copies of each widget share one session and one event stream, under the strict policy", async () => {
    const page = await stage.open(all + all);
    await heard(page, "portal-ready", 8);
    await until(() => stage.portal.openEvents);
    // Whoever wanted another one would have asked by now.
    await page.waitForTimeout(300);
    assert.equal(stage.vendor.secrets, 1);
    assert.equal(stage.portal.requests.filter((request) => request === "GET /v1/session").length, 1);
    assert.equal(stage.portal.openEvents, 1);
    assert.deepEqual(page.faults, []);
    const sheets = await page.evaluate(
      (tags) => new Set(tags.flatMap((tag) => [...document.querySelectorAll(tag)].map((element) => element.shadowRoot.adoptedStyleSheets[1]))).size,
      TAGS,
    );
    assert.equal(sheets, 1, "one style sheet for all");
  });

  test("settings may come late", async () => {
    const page = await stage.open(all, `import { configure } from "/widgets/portal.js"; window.configure = configure;`);
    await page.locator("portal-status [part=skeleton]").waitFor();
    await page.evaluate((server) => window.configure({ server, fetchClientSecret: () => "es_secret_x" }), stage.portal.url);
    await heard(page, "portal-ready", 4);
  });

  test("properties set before the elements are defined count", async () => {
    const page = await stage.open(
      "<portal-status></portal-status>",
      `const element = document.querySelector("portal-status");
       element.fetchClientSecret = () => "es_secret_x";
       element.setAttribute("server", "PORTAL");
       await import("/widgets/portal.js");`,
    );
    await heard(page, "portal-ready");
  });

  test("a module sent with the wrong media type starts all the same", async () => {
    const page = await stage.open(all, CONFIGURE, (page) =>
      page.route("**/*.wasm", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain" } });
      }),
    );
    await heard(page, "portal-ready", 4);
  });
});

describe("coming and going", () => {
  test("a moved element keeps its widget", async () => {
    const page = await stage.open(`<main></main><portal-status></portal-status>`);
    await heard(page, "portal-ready");
    await page.evaluate(async () => {
      const element = document.querySelector("portal-status");
      window.root = element.shadowRoot.querySelector(".portal");
      document.querySelector("main").append(element);
    });
    await page.waitForTimeout(200);
    assert.ok(await page.evaluate(() => window.root === document.querySelector("main portal-status").shadowRoot.querySelector(".portal")));
    assert.equal((await heard(page, "portal-ready")).length, 1);
  });

  test("the last widget to go closes the event stream, and one that comes back starts anew", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    await until(() => stage.portal.openEvents === 1);
    await page.evaluate(() => {
      window.element = document.querySelector("portal-status");
      window.element.remove();
    });
    await until(() => stage.portal.openEvents === 0);
    assert.equal(await page.evaluate(() => window.element.shadowRoot.childElementCount), 0);
    await page.evaluate(() => document.body.append(window.element));
    await heard(page, "portal-ready", 2);
    assert.deepEqual(page.faults, []);
  });

  test("200 mounts and unmounts keep less than 1 MB", async () => {
    const page = await stage.open("<main></main>");
    const cdp = await page.context().newCDPSession(page);
    const cycle = (count) =>
      page.evaluate(
        async ([count, tags]) => {
          const main = document.querySelector("main");
          for (let at = 0; at < count; at++) {
            const element = document.createElement(tags[at % tags.length]);
            const ready = new Promise((resolve) => element.addEventListener("portal-ready", resolve, { once: true }));
            main.append(element);
            await ready;
            element.remove();
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
        [count, TAGS],
      );
    const measure = async () => {
      // What the last ones hung on the page is freed a second after they went.
      await page.waitForTimeout(1500);
      for (let at = 0; at < 3; at++) await cdp.send("HeapProfiler.collectGarbage");
      await page.waitForTimeout(200);
      const heap = await cdp.send("Runtime.getHeapUsage");
      const dom = await cdp.send("Memory.getDOMCounters");
      const wasm = await page.evaluate(() => window.wasmMemory.buffer.byteLength);
      return { js: heap.usedSize, wasm, nodes: dom.nodes, listeners: dom.jsEventListeners };
    };
    // The caches fill first; what grows afterwards would grow for ever.
    await cycle(20);
    const first = await measure();
    await cycle(200);
    const last = await measure();
    const grown = last.js - first.js + (last.wasm - first.wasm);
    console.log(`200 mounts: ${(grown / 1000).toFixed(0)} kB kept`, { first, last });
    assert.ok(grown < 1_000_000, `${grown} bytes kept`);
    assert.ok(last.nodes - first.nodes < 200, `${last.nodes - first.nodes} nodes kept`);
    assert.deepEqual(page.faults, []);
  });

  test("an element may be removed from inside an event handler of its own widget", async () => {
    const page = await stage.open(all);
    await heard(page, "portal-ready", 4);
    const removed = await page.evaluate(async (tags) => {
      let count = 0;
      for (const tag of tags) {
        const element = document.querySelector(tag);
        // Removed while the widget's own listeners are still to run, and unmounted at once as well.
        const target = element.shadowRoot.querySelector("button, input, a") ?? element.shadowRoot.querySelector(".portal *");
        target.addEventListener("click", () => {
          element.remove();
          count++;
        });
        target.click();
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      return count;
    }, TAGS);
    assert.equal(removed, 4);
    assert.deepEqual(page.faults, []);
  });
});

describe("living in a page", () => {
  test("attributes and settings take effect without a new start", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    await page.evaluate(() => (window.root = document.querySelector("portal-status").shadowRoot.querySelector(".portal")));
    const root = page.locator("portal-status .portal");
    const attribute = (name, value) =>
      page.waitForFunction(([name, value]) => window.root.isConnected && window.root.getAttribute(name) === value, [name, value]);
    await attribute("data-scheme", "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await attribute("data-scheme", "dark");
    await page.evaluate(() => document.querySelector("portal-status").setAttribute("scheme", "light"));
    await attribute("data-scheme", "light");
    await page.evaluate(() => document.querySelector("portal-status").setAttribute("density", "compact"));
    await attribute("data-density", "compact");
    await page.evaluate(() => window.configure({ locale: "en-US" }));
    await attribute("lang", "en-US");
    const accent = () => root.evaluate((node) => getComputedStyle(node).getPropertyValue("--portal-color-accent").trim());
    assert.equal(await accent(), "#0b5c8a");
    await page.evaluate(() => window.configure({ theme: { "color.accent": "#7a3cff", "color.surface": "url(https://evil.example/x)" } }));
    await page.waitForFunction(() => getComputedStyle(window.root).getPropertyValue("--portal-color-accent").trim() === "#7a3cff");
    assert.ok(!(await root.evaluate((node) => getComputedStyle(node).getPropertyValue("--portal-color-surface"))).includes("evil"));
    assert.equal((await heard(page, "portal-ready")).length, 1);
    assert.deepEqual(page.faults, []);
  });

  test("typing in a field does not reach the page, Tab does", async () => {
    const page = await stage.open("<portal-members></portal-members>");
    await heard(page, "portal-ready");
    const field = page.locator("portal-members input").first();
    await field.waitFor();
    await page.evaluate(() => {
      window.leaked = [];
      for (const type of ["keydown", "keyup", "keypress", "input", "beforeinput", "paste"]) {
        document.addEventListener(type, (event) => window.leaked.push(`${type} ${event.key ?? ""}`));
      }
    });
    await field.focus();
    await page.keyboard.type("dana");
    assert.equal(await field.inputValue(), "dana");
    await field.evaluate((field) => field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, composed: true })));
    await page.locator("portal-members").getByRole("button", { name: "Invite member" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("portal-members dialog").waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual((await page.evaluate(() => window.leaked)).filter((key) => !key.startsWith("keyup")), []);
    await field.focus();
    await page.keyboard.press("Tab");
    assert.ok((await page.evaluate(() => window.leaked)).includes("keydown Tab"));
  });

  test("a click on words moves no focus", async () => {
    const page = await stage.open("<portal-members></portal-members>");
    await heard(page, "portal-ready");
    await page.locator("portal-members h2").click();
    assert.equal(await page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement), null);
  });

  test("a file dropped on a drop area is the widget's, elsewhere it is the page's", async () => {
    const page = await stage.open("<portal-documents></portal-documents>");
    await heard(page, "portal-ready");
    const widget = page.locator("portal-documents");
    await widget.getByText("choose files").waitFor();
    const seen = (drag) =>
      page.evaluate((drag) => {
        const seen = [];
        const types = ["dragenter", "dragover", "dragleave", "drop"];
        const note = (event) => seen.push(event.type);
        for (const type of types) document.addEventListener(type, note);
        const root = document.querySelector("portal-documents").shadowRoot;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "x.txt"));
        for (const [type, on] of drag) {
          root.querySelector(on).dispatchEvent(
            new DragEvent(type, { bubbles: true, composed: true, cancelable: type !== "dragleave", dataTransfer }),
          );
        }
        for (const type of types) document.removeEventListener(type, note);
        return seen;
      }, drag);
    const area = await page.evaluate(() => {
      const root = document.querySelector("portal-documents").shadowRoot;
      const inside = (element) => !element.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true }));
      const found = [...root.querySelectorAll("[class]")].reverse().find(inside);
      found.id ||= "area";
      return `#${found.id}`;
    });
    assert.deepEqual(await seen([["dragenter", area], ["dragover", area], ["dragleave", area]]), []);
    assert.deepEqual(await seen([["dragenter", area], ["drop", area]]), []);
    assert.deepEqual(await seen([["dragenter", "h2"], ["dragleave", "h2"]]), ["dragenter", "dragleave"]);
  });

  test("a page's style sheet wins over the session's theme, and the property `theme` over both", async () => {
    const page = await stage.open("<portal-status></portal-status>");
    await heard(page, "portal-ready");
    const tokens = () =>
      page.evaluate(() => {
        const style = getComputedStyle(document.querySelector("portal-status").shadowRoot.querySelector(".portal"));
        return ["accent", "surface"].map((name) => style.getPropertyValue(`--portal-color-${name}`).trim());
      });
    assert.deepEqual(await tokens(), ["#0b5c8a", "#ffffff"], "the session's, the default");
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("portal-status { --portal-color-accent: #123456; --portal-color-surface: #fefefe }");
      document.adoptedStyleSheets = [sheet];
    });
    assert.deepEqual(await tokens(), ["#123456", "#fefefe"]);
    await page.evaluate(() => (document.querySelector("portal-status").theme = { "color.accent": "#654321" }));
    assert.deepEqual(await tokens(), ["#654321", "#fefefe"]);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
      document.querySelector("portal-status").theme = undefined;
      document.querySelector("portal-status").setAttribute("scheme", "dark");
    });
    await page.waitForFunction(() => document.querySelector("portal-status").matches(":state(dark)"));
    assert.deepEqual(await tokens(), ["#7cc4ee", "#12161d"], "the session's for the dark, the default for the dark");
  });

  test("a page that resets everything does not reach into a widget", async () => {
    const page = await stage.open("<portal-members></portal-members>", `
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { text-transform: uppercase; word-spacing: 1em; font-style: italic; text-align: right; visibility: visible }");
      document.adoptedStyleSheets = [sheet];
      ${CONFIGURE}`);
    await page.locator("portal-members .frame").waitFor();
    const inherited = (selector) =>
      page.locator(`portal-members ${selector}`).evaluate((node) => {
        const style = getComputedStyle(node);
        return [style.textTransform, style.wordSpacing, style.fontStyle, style.textAlign];
      });
    await heard(page, "portal-ready");
    assert.deepEqual(await inherited("h2"), ["none", "0px", "normal", "start"]);
  });

  test("what stands below does not move while a widget with little in it loads", async () => {
    const page = await stage.open(`${all}<p>below</p>`, `
      window.tops = [];
      const look = () => { window.tops.push(document.querySelector("p").getBoundingClientRect().top); requestAnimationFrame(look); };
      ${CONFIGURE}
      look();`);
    await heard(page, "portal-ready", 4);
    for (const text of ["Nobody is here yet", "Nothing is open", "No documents yet"]) await page.getByText(text).waitFor();
    assert.equal(new Set(await page.evaluate(() => window.tops)).size, 1);
  });

  test("Escape does not close a dialog whose change is on its way", async () => {
    stage.portal.roles = [{ role: "viewer", permissions: ["members:read"], grantable: true }];
    const page = await stage.open("<portal-members></portal-members>", CONFIGURE, (page) =>
      page.route("**/v1/invitations", (route) => (route.request().method() === "POST" ? undefined : route.continue())),
    );
    await heard(page, "portal-ready");
    const widget = page.locator("portal-members");
    await widget.getByRole("button", { name: "Invite member" }).first().click();
    const dialog = widget.locator("dialog");
    await dialog.getByLabel("E-mail address").fill("new@larkspur.example");
    await dialog.getByLabel("Viewer").check();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.locator("[data-busy]").waitFor();
    for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
    assert.ok(await dialog.evaluate((dialog) => dialog.open && dialog.matches(":modal")));
  });

  test("what goes away with the focus on it gives the focus back", async () => {
    stage.portal.roles = [{ role: "viewer", permissions: ["members:read"], grantable: true }];
    const invitation = {
      id: "inv_01jd0000000000000000000000",
      email: "new@larkspur.example",
      role: "viewer",
      created_at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const page = await stage.open("<portal-members></portal-members>", CONFIGURE, (page) =>
      page.route("**/v1/invitations", (route) => {
        if (route.request().method() !== "POST") return route.continue();
        return route.fulfill({ json: invitation, headers: { "Access-Control-Allow-Origin": "*" } });
      }),
    );
    await heard(page, "portal-ready");
    const widget = page.locator("portal-members");
    const focused = () => page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement?.textContent);
    const invite = widget.getByRole("button", { name: "Invite member" }).first();
    // A dialog.
    await invite.click();
    const dialog = widget.locator("dialog");
    await dialog.getByLabel("E-mail address").fill(invitation.email);
    await dialog.getByLabel("Viewer").check();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await focused(), "Invite member");
    // A notice.
    await widget.getByRole("button", { name: "Dismiss" }).focus();
    await page.keyboard.press("Enter");
    await widget.locator("[part=toast]").waitFor({ state: "detached" });
    assert.equal(await focused(), "Invite member");
    // The button that empties a search field.
    await widget.getByRole("searchbox").fill("x");
    await widget.getByRole("button", { name: "Clear search" }).click();
    assert.equal(await page.evaluate(() => document.querySelector("portal-members").shadowRoot.activeElement?.type), "search");
  });

  test("two copies of the script set the same elements up", async () => {
    const page = await stage.open(
      "<portal-status></portal-status>",
      `await import("/widgets/portal.js");
       ${CONFIGURE.replace("portal.js", "portal.js?again")}`,
    );
    await heard(page, "portal-ready");
    await page.evaluate(() => window.logout());
    await page.locator("portal-status [part=error]").waitFor();
    assert.deepEqual(page.faults, []);
  });

  test("logout ends the session at the server and says so", async () => {
    const page = await stage.open(all);
    await heard(page, "portal-ready", 4);
    await page.evaluate(() => window.logout());
    assert.equal(stage.portal.requests.filter((request) => request === "DELETE /v1/session").length, 1);
    assert.equal(await page.locator("[part=error]").count(), 4);
    await until(() => stage.portal.openEvents === 0);
    await page.evaluate(() => document.querySelector("portal-status").reload());
    await heard(page, "portal-ready", 5);
    assert.equal(stage.vendor.secrets, 2);
    assert.deepEqual(page.faults, []);
  });
});

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
         return { client_secret: "es_secret_x", expires_at: new Date(Date.now() + 1000).toISOString() };
       } });`,
    );
    await heard(page, "portal-ready");
    // Every attempt to fetch anything asks the page anew.
    for (const [count, text] of ["a", "ab", "abc"].entries()) {
      await page.waitForTimeout(count ? 0 : 1000);
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
    await heard(page, "portal-ready", 4);
    await until(() => stage.portal.openEvents === 1);
    await page.evaluate((glue) => {
      const error = new WebAssembly.RuntimeError("unreachable");
      error.stack = `RuntimeError: unreachable\n    at ${location.origin}/widgets/${glue}:1:1`;
      window.dispatchEvent(new ErrorEvent("error", { error }));
    }, bundle().glue);
    await heard(page, "portal-ready", 8);
    await until(() => stage.portal.openEvents === 1 && stage.portal.requests.filter((one) => one === "GET /v1/events").length === 2);
  });

  test("a module that crashes is started again once", async () => {
    const { glue } = bundle();
    // A module of one function that traps, as a panic does.
    const crashing = `
      let trap;
      export default async function () {
        const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 120, 0, 0, 10, 5, 1, 3, 0, 0, 11];
        trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.x;
      }
      export function styles() { return ""; }
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
