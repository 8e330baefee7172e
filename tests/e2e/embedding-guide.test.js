// docs/EMBEDDING.md to the letter: what it says to type and to write, in an empty folder, ends in a live widget.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { after, before, describe, it } from "node:test";

import { launch, picture } from "./support/browser.js";
import { freePorts, startDemo } from "./support/demo.js";
import { ROOT, start } from "./support/examples.js";

/** How much one has to write, in one's page and in one's backend. */
const MOST_LINES = 10;
/** The addresses that the page names. Where tests run they may be taken, so each stands for a free one. */
const PORTAL = "http://127.0.0.1:4400";
const BACKEND = 3000;
const PAGE = 5173;

const guide = await readFile(join(ROOT, "docs/EMBEDDING.md"), "utf8");
const run = promisify(execFile);

/** The code blocks below a heading: `{ language, file, text }`. */
function blocks(heading) {
  const section = guide.split(/^## /m).find((section) => section.startsWith(`${heading}\n`));
  assert.ok(section, `no section ${heading}`);
  return [...section.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```/gm)].map(([, language, file, text]) => ({ language, file, text }));
}

/** Lines that somebody writes: not blank. */
function lines(written) {
  return written.flatMap(({ text }) => text.split("\n")).filter((line) => line.trim()).length;
}

let demo, browser, ports;
before(async () => {
  ports = { page: await freePorts(), backend: await freePorts() };
  const [, command] = blocks("A portal to try it with")[0].text.match(/demo (--origin \S+)/);
  const origin = command.split(" ")[1];
  assert.equal(origin, `http://localhost:${PAGE}`);
  [demo, browser] = await Promise.all([startDemo({}, ["--origin", `http://localhost:${ports.page}`]), launch()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A text of the page for this machine's ports. */
function here(text) {
  return text
    .replaceAll(PORTAL, demo.base_url)
    .replaceAll(`127.0.0.1:${BACKEND}`, `127.0.0.1:${ports.backend}`)
    .replaceAll(`listen(${BACKEND},`, `listen(${ports.backend},`);
}

/** Follows a section in an empty folder; `look` gets the page. */
async function follow(heading, look) {
  const started = performance.now();
  const home = await mkdtemp(join(tmpdir(), "portal-guide-"));
  let folder = home;
  const running = [];
  const context = await browser.newContext({ locale: "en-GB" });
  // What `dx` puts on the page while somebody develops has a font from elsewhere, which tests do not wait for.
  await context.route("https://fonts.googleapis.com/**", (route) => route.fulfill({ contentType: "text/css", body: "" }));
  try {
    const [backend] = blocks("Your backend in eight lines");
    assert.ok(lines([backend]) <= MOST_LINES);
    await writeFile(join(home, backend.file), here(backend.text));
    const organization = demo.organizations.find((known) => known.name === "Larkspur Foods");
    const member = organization.members.find((member) => member.name === "Dana Okafor");
    const env = {
      ...process.env,
      LOGGIA: ROOT,
      npm_config_fetch_retries: "5",
      PORTAL_SERVER: demo.base_url,
      PORTAL_API_KEY: organization.api_key,
      PORTAL_ORGANIZATION: organization.id,
      PORTAL_USER: member.user_id,
    };
    running.push(await start("node", [backend.file], { cwd: home, env }, `http://127.0.0.1:${ports.backend}/`));

    const steps = blocks(heading);
    const written = steps.filter((step) => step.file);
    assert.ok(lines(written) <= MOST_LINES, `${lines(written)} lines`);
    const last = steps.findLast((step) => step.language === "sh");
    for (const step of steps) {
      if (step.file) {
        await writeFile(join(folder, step.file), here(step.text));
      } else if (step === last) {
        // `npm run` takes what is for the program behind `--`.
        const strict = step.text.startsWith("dx") ? "--open false" : "--strictPort";
        const serve = `${step.text.trim()}${step.text.startsWith("npm run") ? " --" : ""} --port ${ports.page} ${strict}`;
        // While it compiles, `dx` answers that there is nothing.
        const good = (text) => !text.includes("not serving a web app");
        running.push(await start("sh", ["-c", serve], { cwd: folder, env }, `http://localhost:${ports.page}/`, 15, good));
      } else {
        // The shell says where it went.
        const where = join(home, ".where");
        await run("sh", ["-ec", `${step.text}pwd > "$WHERE"`], { cwd: folder, env: { ...env, WHERE: where } });
        folder = (await readFile(where, "utf8")).trim();
      }
    }
    const page = await context.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // Nobody promised a picture for the tab.
      if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) complaints.push(message.text());
    });
    await page.goto(`http://localhost:${ports.page}/`);
    await look(page);
    const minutes = (performance.now() - started) / 60_000;
    console.log(`# ${heading}: ${lines(written)} lines, ${(minutes * 60).toFixed(0)} s to a live widget`);
    await picture(page, `guide-${heading.toLowerCase().replaceAll(" ", "-")}`);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    for (const one of running.reverse()) await one.stop();
    await rm(home, { recursive: true, force: true });
  }
}

describe("from an empty folder", () => {
  const shows = async (page) => {
    const status = page.locator("portal-status");
    await status.getByRole("button", { name: /Credit line increase/ }).click();
    await status.getByRole("article", { name: /Credit line increase/ }).waitFor();
  };

  for (const heading of ["React", "Vue", "A single HTML file"]) {
    it(`${heading} ends in a live widget`, () => follow(heading, shows));
  }

  // Compiles Dioxus, for minutes, and needs its own tool.
  const skip = process.env.EMBEDDING_DIOXUS ? false : "EMBEDDING_DIOXUS=1 runs it, where `dx` is installed";
  it("Dioxus ends in a live widget", { skip }, () => follow("Dioxus", async (page) => {
    await page.getByRole("button", { name: /Credit line increase/ }).click();
    await page.getByRole("article", { name: /Credit line increase/ }).waitFor();
  }));
});
