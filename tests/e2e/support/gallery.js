// The gallery, on a port of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Starts it. `address` opens a page of it; `stop` ends it. */
export async function startGallery() {
  const folder = mkdtempSync(join(tmpdir(), "portal-gallery-"));
  const js = fileURLToPath(new URL("../../../crates/elements/js", import.meta.url));
  const program = spawn(
    join(process.env.PROGRAMS ?? fileURLToPath(new URL("../../../target/debug", import.meta.url)), "loggia-gallery"),
    [
      "--widgets", join(js, "dist"), "--manifest", join(js, "package/custom-elements.json"),
      "--folder", join(folder, "gallery"), "--listen", "127.0.0.1:0",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: program.stdout }).on("line", (line) => resolve(line.match(/http:\S+/)?.[0]));
    program.once("exit", (code) => reject(new Error(`the gallery ended with ${code}`)));
  });
  return {
    address: (parameters) => `${url}?${new URLSearchParams(parameters)}`,
    contents: async () => (await fetch(`${url}gallery.json`)).json(),
    stop() {
      program.removeAllListeners("exit");
      program.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
