// The examples that are built with npm, and the vendor's backend in Node.js in front of them.
import { execFile, spawn } from "node:child_process";
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

/** Installs an example from its lock file and builds it. Answers the folder to serve. */
export async function buildExample(name, variables) {
  const folder = join(ROOT, "examples", name);
  const npm = (...words) => run("npm", words, { cwd: folder, env: { ...process.env, ...variables } }).catch((error) => {
    throw new Error(`npm ${words.join(" ")} in ${name}:\n${error.stdout}${error.stderr}`);
  });
  // The package is a copy, which may be of an earlier build.
  await rm(join(folder, "node_modules"), { recursive: true, force: true });
  await rm(join(folder, "dist"), { recursive: true, force: true });
  await npm("ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5", "--loglevel=error");
  await npm("run", "build");
  return join(folder, "dist");
}

/** Checks `types/<name>.ts` where the example of that name has the framework's own types. */
export async function checkTypes(name) {
  const folder = join(ROOT, "examples", name);
  const file = join(folder, "types.check.ts");
  await copyFile(join(ROOT, "tests/e2e/types", `${name}.ts`), file);
  const options = ["--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
  try {
    await run(join(ROOT, "crates/elements/js/node_modules/.bin/tsc"), [...options, file], { cwd: folder });
  } catch (error) {
    throw new Error(`${error.stdout}${error.stderr}`);
  } finally {
    await rm(file);
  }
}

/** Starts the backend in front of a folder of pages, with this person signed in. `stop` ends it. */
export async function startBackend(demo, person, pages, port) {
  const organization = demo.organizations.find((known) => known.members.some((member) => member.name === person));
  return start(process.execPath, [join(ROOT, "examples/vendor-backend-node/server.js"), pages], {
    env: {
      ...process.env,
      PORT: String(port),
      PORTAL_SERVER: demo.base_url,
      PORTAL_API_KEY: organization.api_key,
      PORTAL_ORGANIZATION: organization.id,
      PORTAL_USER: demo.member(person).user_id,
    },
  }, `http://localhost:${port}/`);
}

/**
 * Starts a program and waits, for some minutes, until this address answers with a text that is `good`. `stop` ends it and
 * what it started.
 */
export async function start(program, words, options, url, minutes = 1, good = () => true) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => said.push(text));
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  let gone = false;
  ended.then(() => (gone = true));
  for (const end = Date.now() + minutes * 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (gone || Date.now() > end) throw new Error(`${program} ${words.join(" ")} does not answer:\n${said.join("")}`);
    if (await fetch(url).then((answer) => answer.text()).then(good, () => false)) break;
  }
  return {
    url,
    log: () => said.join(""),
    async stop() {
      if (!gone) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}

/** How many lines of an example are code that integrates: neither blank nor a comment. */
export async function lines(...path) {
  const text = await readFile(join(ROOT, "examples", ...path), "utf8");
  return text.split("\n").filter((line) => line.trim() && !/^\s*(\/\/|\/\*|\*|<!--)/.test(line)).length;
}
