import { type FetchClientSecret, type SecretSource, sourceOf } from "./secrets.js";
import type { ThemeOverrides } from "./theme.js";

/** Colour scheme; `auto` follows the system. */
export type Scheme = "light" | "dark" | "auto";

/** How close things stand. */
export type Density = "comfortable" | "compact";

/** Words for a text: always the same, or by plural category or name. A value's place is its name in braces: `{name}`. */
export type Wording = string | Readonly<Record<string, string>>;

/**
 * The page's own words, by the text's name: `{ "members.title": "People" }`. Under a language they are for that one only:
 * `{ de: { "members.title": "Leute" } }`.
 */
export type MessageOverrides = Readonly<Record<string, Wording | Readonly<Record<string, Wording>>>>;

/** What can be set for the whole page, and again for one element. */
export interface Settings {
  /** Base URL of the portal server. */
  server?: string | undefined;
  /** Called for a client secret: at first, before it expires and when it is refused. */
  fetchClientSecret?: FetchClientSecret | undefined;
  /** Language to speak, a BCP 47 tag. */
  locale?: string | undefined;
  /** Colour scheme. Default: `auto`. */
  scheme?: Scheme | undefined;
  /** How close things stand. Default: `comfortable`. */
  density?: Density | undefined;
  /** Design tokens to override, by path. */
  theme?: ThemeOverrides | undefined;
  /** Words in place of the widgets' own, for the whole page. */
  messages?: MessageOverrides | undefined;
}

let page: Settings = {};
let source: SecretSource | undefined;
const followers = new Set<() => void>();

/**
 * Settings for every element on the page, now and later. What is not named keeps its value; an attribute or property
 * of an element wins over it.
 */
export function configure(settings: Settings): void {
  page = { ...page, ...settings };
  const ask = page.fetchClientSecret;
  source = typeof ask === "function" ? sourceOf(ask, source) : undefined;
  changed();
}

/** The settings of the page. */
export function pageSettings(): Readonly<Settings> {
  return page;
}

/** Where the page's client secrets come from. */
export function pageSource(): SecretSource | undefined {
  return source;
}

/** Calls back whenever the page's settings, or the system's colour scheme, change. Returns how to stop. */
export function follow(follower: () => void): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** The scheme to show. */
export function resolveScheme(scheme: string | undefined): "light" | "dark" {
  return scheme === "dark" || (scheme !== "light" && dark.matches) ? "dark" : "light";
}

function changed(): void {
  for (const follower of followers) follower();
}

const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", changed);
