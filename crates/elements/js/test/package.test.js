// The npm package: what is in it, and what it says about itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import Ajv from "ajv";
import { contract } from "../scripts/contract.js";
import { className, manifest } from "../scripts/manifest.js";
import { skeletonStyles } from "../scripts/skeleton.js";
import { PACKAGE } from "./harness.js";

const read = (...path) => readFileSync(join(PACKAGE, ...path), "utf8");
const json = (name) => JSON.parse(read(name));
const own = json("package.json");
/** What a page or a backend may load. */
const loaded = ["dist", "cdn"].flatMap((folder) =>
  readdirSync(join(PACKAGE, folder)).filter((name) => /\.(js|css|wasm)$/.test(name)).map((name) => `${folder}/${name}`));

describe("the manifest", () => {
  test("is valid by the public schema", () => {
    const schema = JSON.parse(readFileSync(new URL("../node_modules/custom-elements-manifest/schema.json", import.meta.url), "utf8"));
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    assert.ok(validate(json("custom-elements.json")), JSON.stringify(validate.errors, null, 2));
    const broken = json("custom-elements.json");
    delete broken.modules[0].declarations[0].kind;
    assert.ok(!validate(broken), "the schema refuses nothing");
  });

  test("is what the tables say now", () => {
    assert.deepEqual(json("custom-elements.json"), JSON.parse(JSON.stringify(manifest(contract, json("tokens.json")))));
  });

  test("has every element, each with its own parts and the tokens that the style sheets declare", () => {
    const [{ declarations }] = json("custom-elements.json").modules;
    assert.deepEqual(declarations.map((one) => one.tagName), Object.keys(contract.elements));
    const parts = (tag) => declarations.find((one) => one.tagName === tag).cssParts.map((part) => part.name);
    assert.ok(parts("portal-status").includes("timeline") && !parts("portal-members").includes("timeline"));
    assert.ok(parts("portal-documents").includes("path") && parts("portal-members").includes("dialog"));
    assert.deepEqual([...new Set(declarations.flatMap((one) => parts(one.tagName)))].sort(), Object.keys(contract.parts).sort());
    const declared = readFileSync(new URL("../../../ui/styles/tokens.css", import.meta.url), "utf8");
    for (const { name } of declarations[0].cssProperties) assert.ok(declared.includes(`${name}:`), `${name} has no default`);
  });
});

describe("the package", () => {
  test("has every file that it names", () => {
    const named = Object.entries(own.exports).flatMap(([key, entry]) => (key.includes("*") ? [] : Object.values(typeof entry === "string" ? { entry } : entry)));
    for (const path of [own.main, own.types, own.customElements, ...named]) assert.ok(existsSync(join(PACKAGE, path)), path);
    for (const path of own.sideEffects.filter((path) => !path.includes("*"))) assert.ok(existsSync(join(PACKAGE, path)), path);
  });

  test("is packed with what it names, and nothing of the workshop", () => {
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: PACKAGE, encoding: "utf8" }));
    const names = files.map((file) => file.path);
    for (const name of ["README.md", "LICENSE-MIT", "custom-elements.json", "sri.json", "dist/portal.js", "dist/portal.d.ts"]) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(!names.some((name) => /\.stamp|node_modules|test/.test(name)), names.join("\n"));
  });

  test("loads nothing from elsewhere", () => {
    // What XML calls its vocabularies is no address that anybody fetches. In the module, strings stand side by side.
    const NAMESPACES = /http:\/\/www\.w3\.org\/(?:1998\/Math\/MathML|1999\/xhtml|1999\/xlink|2000\/svg|2000\/xmlns|XML\/1998\/namespace)/g;
    for (const name of loaded) {
      const found = read(name).replace(NAMESPACES, "").match(/\b(?:https?|wss?):\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[\w/.:-]*/gi) ?? [];
      assert.deepEqual(found, [], name);
      if (/\.(js|css)$/.test(name)) assert.doesNotMatch(read(name), /["'(]\/\/[a-z0-9-]+\.[a-z]/i, name);
    }
  });

  test("says nothing about who made it where a customer's browser gets it", () => {
    for (const name of loaded.filter((name) => name.startsWith("cdn/"))) assert.doesNotMatch(read(name), /loggia/i, name);
  });

  test("names files for browsers by their content, and says what each hashes to", () => {
    const sri = json("sri.json");
    const files = readdirSync(join(PACKAGE, "cdn")).filter((name) => !/\.(gz|br)$/.test(name));
    assert.deepEqual(files.sort(), Object.keys(sri).sort());
    for (const [name, integrity] of Object.entries(sri)) {
      assert.match(name, /[.-][0-9a-f]{10}(_bg|_later|\.messages|\.[\w-]+)?\.(js|css|wasm|txt)$/);
      const content = readFileSync(join(PACKAGE, "cdn", name));
      assert.equal(`sha384-${createHash("sha384").update(content).digest("base64")}`, integrity, name);
      for (const ending of ["gz", "br"]) assert.ok(existsSync(join(PACKAGE, "cdn", `${name}.${ending}`)), name);
    }
    const script = Object.keys(sri).find((name) => name.startsWith("portal."));
    assert.ok(read("README.md").includes(`src="/cdn/${script}" integrity="${sri[script]}" crossorigin="anonymous"`));
    assert.doesNotMatch(read("README.md"), /\{[a-z]+[ .}]/, "something was not filled in");
  });

  test("has every file that its scripts name", () => {
    for (const folder of ["dist", "cdn"]) {
      const scripts = loaded.filter((name) => name.startsWith(`${folder}/`) && name.endsWith(".js"));
      const named = new Set(scripts.flatMap((name) => read(name).match(/\bportal-[0-9a-f]{10}[\w.-]*\.(js|wasm|txt)\b/g) ?? []));
      assert.ok([...named].some((name) => name.endsWith("_later.wasm")), folder);
      for (const name of named) assert.ok(existsSync(join(PACKAGE, folder, name)), `${folder}/${name}`);
    }
  });

  test("has a React component for each element", () => {
    for (const tag of Object.keys(contract.elements)) assert.match(read("dist/react.js"), new RegExp(`${className(tag)}: component\\("${tag}"\\)`));
    for (const name of Object.keys(contract.events)) assert.match(read("dist/react.js"), new RegExp(`"${name}": "on${className(name)}"`));
  });

  test("can be imported in Node.js, where there are no elements", async () => {
    const rendered = await import(join(PACKAGE, "dist/node.js"));
    rendered.configure({});
    rendered.define();
    await rendered.logout();
    assert.match(rendered.skeletonHtml("portal-status"), /^<portal-status><template shadowrootmode="open"><style>/);
  });
});

describe("a skeleton from a backend", async () => {
  const { skeletonHtml } = await import(join(PACKAGE, "dist/server.js"));
  const client = (name) => readFileSync(new URL(`../../../client/src/${name}`, import.meta.url), "utf8").trimEnd();

  test("has the shim's styles, in Rust as in Node.js", () => {
    assert.equal(client("skeleton.css"), skeletonStyles());
    const html = skeletonHtml("portal-status", { attributes: { view: "a\"<b>&'c'", scheme: "dark" }, lang: "de", label: "Wird geladen" });
    assert.equal(client("skeleton.html"), html);
  });

  test("is refused where it would leave its tag or run a script", () => {
    for (const tag of ["status", "Portal-Status", "portal-status x", "portal-"]) assert.throws(() => skeletonHtml(tag), /tag/);
    for (const name of ["onclick", "a b", "x>"]) assert.throws(() => skeletonHtml("portal-status", { attributes: { [name]: "" } }), /attributes/);
  });
});
