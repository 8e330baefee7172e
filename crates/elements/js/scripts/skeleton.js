// The skeleton's style sheet as an element wears it that no script has touched: its scheme is its attribute's, or else the
// system's.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";

const DARK = /^:host\(:state\(dark\)\) \{\n([^}]*)\}\n/m;

export function skeletonStyles() {
  const frame = readFileSync(new URL("../src/frame.css", import.meta.url), "utf8");
  const [all, dark] = frame.match(DARK) ?? [];
  const end = frame.indexOf(".frame.error");
  if (!all || end < 0) throw new Error("frame.css: neither the dark scheme nor the error's rules are where they were");
  const systems = `@media (prefers-color-scheme: dark) { :host(:not([scheme="light"])) {\n${dark}} }\n`;
  const css = frame.slice(0, end).replace(all, `:host([scheme="dark"]) {\n${dark}}\n${systems}`);
  return transformSync(css, { loader: "css", minify: true, charset: "utf8" }).code.trim();
}
