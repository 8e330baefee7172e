// The table of `src/contract.ts`, for programs in Node.js.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";

const source = readFileSync(new URL("../src/contract.ts", import.meta.url), "utf8");
const { code } = transformSync(source, { loader: "ts" });

export const { contract } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
