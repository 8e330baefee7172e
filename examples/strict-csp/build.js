// Fills in what the page's files are called and hash to: `PORTAL_SERVER=https://... node build.js` writes `dist`.
import { skeletonHtml } from "@loggia/elements/server";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const sriFile = fileURLToPath(import.meta.resolve("@loggia/elements/sri.json"));
const sri = JSON.parse(readFileSync(sriFile, "utf8"));
const find = (start) => Object.keys(sri).find((name) => name.startsWith(start));
const portal = find("portal.");
const values = {
  server: process.env.PORTAL_SERVER,
  "portal.js": portal,
  integrity: sri[portal],
  skeleton: skeletonHtml("portal-status", { stylesheet: `/cdn/${find("skeleton.")}` }),
};

mkdirSync("dist", { recursive: true });
cpSync(`${dirname(sriFile)}/cdn`, "dist/cdn", { recursive: true });
for (const name of ["index.html", "account.js"]) {
  writeFileSync(`dist/${name}`, readFileSync(name, "utf8").replace(/\{([a-z.]+)\}/g, (all, key) => values[key] ?? all));
}
