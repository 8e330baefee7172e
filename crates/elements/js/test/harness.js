// A page of a made-up vendor, a made-up portal server, and a browser to look at both. For tests of the elements alone:
// the real server is tested elsewhere.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const JS = join(dirname(fileURLToPath(import.meta.url)), "..");
const DIST = join(JS, "dist");
/** The npm package. */
export const PACKAGE = join(JS, "package");
const CDN = join(PACKAGE, "cdn");
const TYPES = {
  ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".css": "text/css", ".txt": "text/plain",
};

/** Names of the bundle's files. */
export function bundle() {
  if (!existsSync(join(DIST, "portal.js"))) throw new Error("no bundle: run `cargo xtask bundle` first");
  const files = readdirSync(DIST);
  const one = (pattern) => files.find((name) => pattern.test(name));
  return { glue: one(/^portal-[0-9a-f]+\.js$/), wasm: one(/^portal-[0-9a-f]+_bg\.wasm$/) };
}

/** Waits until something outside the page holds. */
export async function until(holds) {
  for (const end = Date.now() + 30_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() > end) throw new Error(`never: ${holds}`);
  }
}

async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

/** A portal server with an empty organization. Records what it is asked; `answers` overrides by path. */
export async function startPortal() {
  const portal = { requests: [], answers: {}, roles: [], openEvents: 0 };
  const until = new Date(Date.now() + 15 * 60_000).toISOString();
  const session = {
    user: { id: "user_01jd0000000000000000000000", name: "Dana Okafor", email: "dana@larkspur.example" },
    membership_id: "mem_01jd0000000000000000000000",
    organization: { id: "org_01jd0000000000000000000000", name: "Larkspur Foods" },
    brand: { id: "brand_01jd0000000000000000000000", name: "Fernhill" },
    role: "owner",
    permissions: ["cases:read", "forms:read", "documents:read", "documents:upload", "members:read", "members:invite", "audit:read", "api_keys:read", "api_keys:manage"],
    features: ["cases", "requests", "documents", "documents.upload", "members", "members.invite", "audit", "api_keys"],
    locale: "en-GB",
    theme: { name: "test", light: { "--portal-color-accent": "#0b5c8a" }, dark: { "--portal-color-accent": "#7cc4ee" } },
    limits: { max_upload_bytes: 1e9 },
    expires_at: until,
    server_time: new Date().toISOString(),
  };
  const server = await listen((request, response) => {
    const path = new URL(request.url, "http://portal").pathname;
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "*, Authorization");
    response.setHeader("Access-Control-Allow-Methods", "*");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    portal.requests.push(`${request.method} ${path}`);
    const answer = portal.answers[path];
    if (answer) {
      response.writeHead(answer.status, { "Content-Type": "application/problem+json" });
      return response.end(JSON.stringify({ type: `/problems/${answer.code}`, title: answer.code, ...answer }));
    }
    if (path === "/v1/events") {
      portal.openEvents++;
      response.on("close", () => portal.openEvents--);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      return response.write(": hello\n\n");
    }
    if (request.method === "DELETE") return response.writeHead(204).end();
    response.writeHead(200, { "Content-Type": "application/json" });
    const items = path === "/v1/roles" ? portal.roles : [];
    response.end(JSON.stringify(path === "/v1/session" ? session : { items, next_cursor: null }));
  });
  return Object.assign(portal, server);
}

/** The vendor's site: the page that a test gives, the bundle, and its policy. */
export async function startVendor(portalUrl) {
  const vendor = { page: "", scripts: {}, secrets: 0 };
  const server = await listen((request, response) => {
    const path = new URL(request.url, "http://vendor").pathname;
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${portalUrl}; img-src 'self'`,
    );
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (path === "/") return response.setHeader("Content-Type", TYPES[".html"]).end(vendor.page);
    if (path === "/secret") {
      vendor.secrets++;
      const expires_at = new Date(Date.now() + 15 * 60_000).toISOString();
      response.setHeader("Content-Type", "application/json");
      return response.end(JSON.stringify({ client_secret: `es_secret_${vendor.secrets}`, expires_at }));
    }
    if (path in vendor.scripts) return response.setHeader("Content-Type", TYPES[".js"]).end(vendor.scripts[path]);
    // The same files at a second address stand for another version of them.
    const [, folder, name] = path.match(/^\/(widgets|other|cdn)\/([^/]+)$/) ?? [];
    const file = join(folder === "cdn" ? CDN : DIST, name ?? "");
    if (!name || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  return Object.assign(vendor, server);
}

function executable() {
  const found = process.env.CHROME ?? spawnSync("which", ["chromium", "google-chrome"], { encoding: "utf8" }).stdout.split("\n")[0];
  if (!found) throw new Error("no browser: install chromium, or set CHROME to one");
  return found;
}

export function startBrowser() {
  return chromium.launch({
    executablePath: executable(),
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** Everything together. `open` answers a page whose errors and policy violations were collected in `page.faults`. */
export async function startStage() {
  const portal = await startPortal();
  const vendor = await startVendor(portal.url);
  const browser = await startBrowser();
  const stage = {
    portal,
    vendor,
    /** Opens a page with this body; `script` runs as a module from the vendor's own origin. */
    async open(body, script = CONFIGURE, prepare = async () => {}) {
      // One page at a time: what an earlier one still holds would be counted here.
      for (const context of browser.contexts()) await context.close();
      while (portal.openEvents) await new Promise((resolve) => setTimeout(resolve, 10));
      Object.assign(portal, { requests: [], answers: {} });
      vendor.secrets = 0;
      vendor.page = `<!doctype html><html lang="en"><title>Vendor</title>${body}<script type="module" src="/page.js"></script>`;
      vendor.scripts = { "/page.js": script.replaceAll("PORTAL", portal.url) };
      const context = await browser.newContext();
      const page = await context.newPage();
      page.faults = [];
      page.on("pageerror", (error) => page.faults.push(String(error)));
      page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
      await page.addInitScript(() => {
        window.heard = [];
        const names = ["portal-ready", "portal-load-error", "portal-navigate", "portal-session-expired"];
        for (const name of names) {
          window.addEventListener(name, (event) => window.heard.push({ name, tag: event.target.localName, detail: event.detail }));
        }
        const start = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (...given) => {
          const started = await start(...given);
          window.wasmMemory = started.instance.exports.memory;
          return started;
        };
        window.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
      });
      await prepare(page);
      await page.goto(vendor.url);
      return page;
    },
    async close() {
      await browser.close();
      await vendor.close();
      await portal.close();
    },
  };
  return stage;
}

/** What a vendor writes. */
export const CONFIGURE = `
  import { configure, logout } from "/widgets/portal.js";
  configure({
    server: "PORTAL",
    fetchClientSecret: () => fetch("/secret", { method: "POST" }).then((answer) => answer.json()),
  });
  window.configure = configure;
  window.logout = logout;
`;

export const TAGS = ["portal-status", "portal-documents", "portal-requests", "portal-members", "portal-audit-log", "portal-api-keys"];

/** Waits until so many events of this name were heard on the page. */
export async function heard(page, name, count = 1) {
  await page.waitForFunction(([name, count]) => window.heard.filter((event) => event.name === name).length >= count, [name, count]);
  return page.evaluate((name) => window.heard.filter((event) => event.name === name), name);
}
