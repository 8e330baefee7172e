// A demo of its own for a test file: free ports, a temporary folder, gone afterwards.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts a demo, with these variables for its server and these options. `stop` ends it and removes its data. */
export async function startDemo(variables = {}, options = []) {
  const folder = await mkdtemp(join(tmpdir(), "portal-e2e-"));
  const port = await freePorts();
  const [program, ...first] = process.env.XTASK ? [process.env.XTASK] : ["cargo", "run", "--quiet", "-p", "xtask", "--"];
  const built = process.env.PROGRAMS ? ["--programs", process.env.PROGRAMS] : [];
  const child = spawn(program, [...first, "demo", "--port", String(port), "--data", folder, ...built, ...options], {
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const ready = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said.push(text);
        if (said.join("").includes("The portal runs.")) resolve();
      });
    }
    ended.then((code) => reject(new Error(`the demo ended: ${code}:\n${said.join("")}`)));
  });
  await ready;
  const demo = JSON.parse(await readFile(join(folder, "demo.json"), "utf8"));
  return {
    ...demo,
    folder,
    organization: (name) => demo.organizations.find((organization) => organization.name === name),
    member: (name) => demo.organizations.flatMap((organization) => organization.members).find((member) => member.name === name),
    /** What the server and the vendor's backend printed. */
    log: () => said.join(""),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that is free, and the next one, too. */
export async function freePorts() {
  for (;;) {
    const port = await tryListen(0);
    if (port < 65535 && (await tryListen(port + 1).catch(() => 0))) return port;
  }
}

function tryListen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}

/** A session's own fetch: what a page could do by hand. Answers `{ status, type, body }`. */
export async function session(demo, memberName) {
  const organization = demo.organizations.find((known) => known.members.some((member) => member.name === memberName));
  const { client_secret: secret } = await answer(`${demo.base_url}/v1/embed-sessions`, organization.api_key, {
    method: "POST",
    body: { organization_id: organization.id, user: { id: demo.member(memberName).user_id } },
  }).then((minted) => minted.body);
  return (method, path, body, headers) => answer(demo.base_url + path, secret, { method, body, headers });
}

async function answer(address, credential, { method, body, headers }) {
  const json = body !== undefined && typeof body !== "string";
  const response = await fetch(address, {
    method,
    headers: { authorization: `Bearer ${credential}`, ...(json && { "content-type": "application/json" }), ...headers },
    body: json ? JSON.stringify(body) : body,
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    type,
    etag: response.headers.get("etag"),
    body: type.includes("json") ? JSON.parse(text) : text,
  };
}
