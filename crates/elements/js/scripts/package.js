// Makes the npm package: `node scripts/package.js <folder> <tokens.json>`, from the bundle in `dist`.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { contract } from "./contract.js";
import { manifest } from "./manifest.js";
import { skeletonStyles } from "./skeleton.js";

const js = new URL("..", import.meta.url).pathname;
const root = join(js, "../../..");
const [out, tokensFile] = process.argv.slice(2);
const read = (...path) => readFileSync(join(...path), "utf8");
const write = (name, content) => writeFileSync(join(out, name), content);
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const { version, license } = JSON.parse(read(js, "package.json"));

for (const folder of ["dist", "cdn"]) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}

// For bundlers: what the bundle has, what frameworks and backends import, and the types.
for (const name of readdirSync(join(js, "dist"))) {
  if (/\.(js|wasm|ts|txt)$/.test(name)) cpSync(join(js, "dist", name), join(out, "dist", name));
}
// esbuild leaves out what tells other bundlers that an address is not for them to resolve.
for (const name of ["portal.js", "elements.js"]) {
  const text = read(out, "dist", name);
  const marked = text.replace(/\bimport\((\w+\.href)\)/g, "import(/* @vite-ignore */ /* webpackIgnore: true */ $1)");
  if (marked === text) throw new Error(`${name}: the module's import is not where it was`);
  write(`dist/${name}`, marked);
}
for (const name of readdirSync(join(js, "types"))) cpSync(join(js, "types", name), join(out, "dist", name));
const styles = skeletonStyles();
write("dist/skeleton.css", `${styles}\n`);
buildSync({
  entryPoints: ["react", "server", "node"].map((name) => join(js, "src", `${name}.ts`)),
  outdir: join(out, "dist"),
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  external: ["react", "@loggia/elements"],
  define: { SKELETON_STYLES: JSON.stringify(styles) },
  logLevel: "warning",
});
// Frameworks that render on a server are told that this belongs to the browser.
write("dist/react.js", `"use client";\n${read(out, "dist/react.js")}`);

// For pages without a bundler: every name has the content's hash, so that it may be kept for ever.
const names = {};
function publish(name, content = readFileSync(join(js, "dist", name))) {
  const [stem, ending] = [basename(name, extname(name)), extname(name)];
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  names[name] = /-[0-9a-f]{10}(_\w+|\.[\w-]+)?$/.test(stem) ? name : `${stem}.${hash}${ending}`;
  write(`cdn/${names[name]}`, content);
  write(`cdn/${names[name]}.gz`, gzipSync(content, { level: 9 }));
  write(`cdn/${names[name]}.br`, brotliCompressSync(content));
}
const parts = readdirSync(join(out, "dist")).filter((name) => /^portal-[0-9a-f]{10}.*\.(js|wasm|txt)$/.test(name));
for (const name of [...parts, "elements.js", "portal.js"]) publish(name);
publish("skeleton.css", Buffer.from(styles));
publish("autoloader.js", Buffer.from(read(js, "dist/autoloader.js").replace("./elements.js", `./${names["elements.js"]}`)));
const integrity = (name) => `sha384-${createHash("sha384").update(readFileSync(join(out, "cdn", name))).digest("base64")}`;
const sri = Object.fromEntries(Object.values(names).sort().map((name) => [name, integrity(name)]));
write("sri.json", json(sri));

const tokens = JSON.parse(readFileSync(tokensFile, "utf8"));
write("tokens.json", json(tokens));
write("custom-elements.json", json(manifest(contract, tokens)));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(root, name), join(out, name));
const glue = parts.find((name) => /^portal-[0-9a-f]+\.js$/.test(name));
const tries = ["", ...Array.from({ length: 8 }, (_, at) => `?${at + 2}`)].map((query) => glue + query);
const pins = [...tries, glue.replace(".js", ".messages.js")].map((name) => `    "/cdn/${name}": "${sri[name.split("?")[0]]}"`);
const readme = read(js, "scripts/README.md")
  .replaceAll("{portal.js}", names["portal.js"])
  .replaceAll("{portal.js integrity}", sri[names["portal.js"]])
  .replaceAll("{pins}", pins.join(",\n"));
write("README.md", readme);

/** An entry with types; `node` where Node.js gets no elements. */
const entry = (name, server) => ({
  types: `./dist/${name}.d.ts`,
  ...(server && { node: "./dist/node.js" }),
  default: `./dist/${name}.js`,
});
write("package.json", json({
  name: "@loggia/elements",
  version,
  description: "Customer-portal widgets as custom elements.",
  license,
  type: "module",
  main: "./dist/portal.js",
  types: "./dist/portal.d.ts",
  exports: {
    ".": entry("portal", true),
    "./elements": entry("elements", true),
    "./autoloader": entry("autoloader", true),
    "./react": entry("react"),
    "./server": entry("server"),
    "./vue": { types: "./dist/vue.d.ts" },
    "./svelte": { types: "./dist/svelte.d.ts" },
    "./skeleton.css": "./dist/skeleton.css",
    "./custom-elements.json": "./custom-elements.json",
    "./tokens.json": "./tokens.json",
    "./sri.json": "./sri.json",
    "./cdn/*": "./cdn/*",
    "./package.json": "./package.json",
  },
  sideEffects: ["./dist/portal.js", "./dist/autoloader.js", "./dist/react.js", "./cdn/*.js"],
  customElements: "custom-elements.json",
  files: ["dist", "cdn", "LICENSE-MIT", "LICENSE-APACHE", "custom-elements.json", "tokens.json", "sri.json"],
  peerDependencies: { react: ">=18" },
  peerDependenciesMeta: { react: { optional: true } },
}));
