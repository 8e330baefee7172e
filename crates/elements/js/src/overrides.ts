/**
 * The page's own words in place of the widgets'. A file of its own, which only pages that have words of their own fetch.
 */
import type { MessageOverrides, Wording } from "./settings.js";

/** A line for each text: its name, and the names of its values; the one that it is chosen by has a `*`. Filled in by the build. */
declare const KEYS: string;

/** What stands before a variant, and between its name and its text. */
const VARIANT = "\u0001";
const NAMED = "\u0002";

/** Which line a text is, whether it is chosen among several, and the names of its values. */
interface Place {
  readonly at: number;
  readonly chosen: boolean;
  readonly values: readonly string[];
}

const places = new Map<string, Place>(KEYS.trimEnd().split("\n").map((line, at) => {
  const [key = "", ...values] = line.split(" ");
  return [key, { at, chosen: line.includes("*"), values: values.map((name) => name.replace("*", "")) }] as const;
}));
const said = new Set<string>();

/** The texts of a language with the page's words among them. What cannot be used is said once, on the console. */
export function override(text: string, language: string, overrides: MessageOverrides): string {
  const lines = text.split("\n");
  const put = (wordings: object) => {
    for (const [key, wording] of Object.entries(wordings) as [string, Wording][]) {
      const place = places.get(key);
      if (!place) complain(`there is no text named "${key}"`);
      else lines[place.at] = written(key, wording, place, language === "ar", lines[place.at] ?? "");
    }
  };
  const all = Object.entries(overrides);
  put(Object.fromEntries(all.filter(([name]) => name.includes("."))));
  // What is for one language only wins.
  for (const [name, wordings] of all) {
    if (name === language && typeof wordings === "object" && wordings) put(wordings);
  }
  return lines.join("\n");
}

/** A wording as the module reads it; the line as it was, where the wording cannot be used. */
function written(key: string, wording: Wording, { values, chosen }: Place, isolating: boolean, line: string): string {
  const unknown = new Set<string>();
  const numbered = (text: unknown) =>
    String(text).replace(/\s+/g, " ").replace(/\{\s*(\w*)\s*\}|[{}]/g, (_, name: string | undefined) => {
      const number = values.indexOf(name ?? "");
      if (number < 0) unknown.add(name ? `{${name}}` : "a brace");
      return isolating ? `\u2068{${number}}\u2069` : `{${number}}`;
    });
  let made: string;
  if (typeof wording === "object" && wording) {
    const variants = new Map(line.split(VARIANT).slice(1).map((variant) => {
      const [name = "", text] = variant.split(NAMED);
      return text === undefined ? (["other", name] as const) : ([name, text] as const);
    }));
    if (!chosen) {
      complain(`"${key}" is always the same: it takes a text, not several`);
      return line;
    }
    // All of a language's plurals, or single ones of many names.
    if (wording.other !== undefined) variants.clear();
    for (const [name, text] of Object.entries(wording)) variants.set(name.replaceAll(".", "-"), numbered(text));
    // A language of one plural has a plain line.
    const other = variants.get("other") ?? (line.includes(VARIANT) ? "" : line);
    variants.delete("other");
    made = [...variants].map(([name, text]) => `${VARIANT}${name}${NAMED}${text}`).join("") + VARIANT + other;
  } else {
    made = numbered(wording);
  }
  if (!unknown.size) return made;
  const known = values.length ? `it has ${values.map((name) => `{${name}}`).join(", ")}` : "it has none";
  complain(`"${key}" has no place for ${[...unknown].join(", ")}: ${known}`);
  return line;
}

function complain(problem: string): void {
  if (!said.has(problem)) console.error(`messages: ${problem}`);
  said.add(problem);
}
