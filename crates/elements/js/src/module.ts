import { texts } from "module-texts";
import type { LoadErrorCode } from "./events.js";
import type { MountPoint } from "./mountpoint.js";
import type { SecretSource } from "./secrets.js";
import { follow, pageSettings } from "./settings.js";

/** File name of the module without its ending; the build fills it in. */
declare const MODULE_NAME: string;

export type { MountPoint };

/** What an element tells its widget, at the start and whenever it changes. */
export interface WidgetSettings {
  readonly server: string;
  readonly source: SecretSource;
  readonly locale: string | undefined;
  readonly scheme: "light" | "dark";
  readonly density: string;
  readonly view: string;
  /** What the page adds. */
  readonly extender: ReturnType<MountPoint["extend"]>;
}

/** What a widget tells its element. */
export interface WidgetHost {
  /** It has a session, with this theme: name, value, name, value. Called again when the theme is another one. */
  ready(light: string[], dark: string[]): void;
  /** It could not start. */
  failed(code: LoadErrorCode, message: string, requestId: string | undefined): void;
  /** The person goes to another view. */
  navigate(view: string): void;
  /** The session ended and could not be renewed. */
  expired(): void;
}

/** A widget, mounted. */
export interface Widget {
  update(settings: WidgetSettings): void;
  unmount(): void;
}

/** The wasm module's exports, and what goes with them (`inside.ts`). */
export interface Module {
  start(address: URL, later: URL): Promise<void>;
  place(root: ShadowRoot): MountPoint;
  styles(): string;
  /** Gives a language its texts, or none where they cannot be had. Answers whether there are texts of it now. */
  provide(language: string, text: string | undefined): boolean;
  /** Has this called with a language that is wanted and not there; the answer is `provide`. */
  onMissing(ask: (language: string) => void): void;
  mount(kind: string, root: Element, host: WidgetHost, settings: WidgetSettings): Widget;
  /** Forgets the client of this server and source: the next widget starts with a new secret. */
  forget(server: string, source: SecretSource): void;
  /** Ends every session at the server and forgets it. */
  logout(): Promise<void>;
  /** Closes every connection that stays open, and keeps none open from now on. */
  disconnect(): void;
}

/** A running module with its style sheet. */
export interface Running {
  readonly module: Module;
  readonly sheet: CSSStyleSheet;
}

/** Called when the module crashed; `again` is whether starting it anew is worth a try. */
export type CrashListener = (message: string, again: boolean) => void;

let running: Promise<Running> | undefined;
let starts = 0;
let crashes = 0;
let watching = false;
/** The addresses of the instance that runs: its frames in a stack have one of them. */
let addresses: URL[] = [];
const crashListeners = new Set<CrashListener>();

/** The files with the texts of each language, as far as they were wanted. */
const files = new Map<string, Promise<string>>();

/** The language there are texts in that is nearest to a tag. */
export function languageOf(tag: string): string {
  const wanted = `${tag.replaceAll("_", "-")}-`.toLowerCase();
  return Object.keys(texts).find((language) => wanted.startsWith(`${language}-`.toLowerCase())) ?? "en";
}

/** The texts of a language: a line for each, in the page's own words where it has some. */
export async function textOf(language: string): Promise<string> {
  let file = files.get(language);
  if (!file) {
    file = fetch(texts[language] ?? texts.en!).then((answer) => {
      if (answer.ok) return answer.text();
      throw new Error(`${answer.url}: ${answer.status}`);
    });
    files.set(language, file);
    file.catch(() => files.delete(language));
  }
  const text = await file;
  if (!pageSettings().messages) return text;
  const own = new URL(`./${MODULE_NAME}.messages.js`, import.meta.url);
  try {
    const { override }: typeof import("./overrides.js") = await import(/* @vite-ignore */ /* webpackIgnore: true */ own.href);
    // As they are now: they may have changed meanwhile.
    const { messages } = pageSettings();
    return messages ? override(text, language, messages) : text;
  } catch (error) {
    console.error(`messages: ${error}`);
    return text;
  }
}

/** The module; downloaded and started at the first call, with the texts of that language. */
export function loadModule(language: string): Promise<Running> {
  running ??= startModule(language).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  return running;
}

/** The module, if any element wanted it yet. */
export function loadedModule(): Promise<Running> | undefined {
  return running;
}

/** Calls back when the module crashes. Returns how to stop. */
export function onCrash(listener: CrashListener): () => void {
  crashListeners.add(listener);
  return () => crashListeners.delete(listener);
}

async function startModule(language: string): Promise<Running> {
  let { messages } = pageSettings();
  // Beside the module, not after it.
  const first = textOf(language).catch(() => textOf((language = "en")));
  first.catch(() => {});
  // Written out as they are, so that bundlers find the files and take them along.
  const glue = new URL(`./${MODULE_NAME}.js`, import.meta.url);
  const wasm = new URL(`./${MODULE_NAME}_bg.wasm`, import.meta.url);
  const later = new URL(`./${MODULE_NAME}_later.wasm`, import.meta.url);
  // An import is remembered, failed or crashed as it may be; another address is another instance, and tells the two
  // apart in a stack: what is left of a crashed one may trap again.
  // The first ones are among those that a page can pin.
  if (starts++) glue.search = wasm.search = later.search = `${Math.min(starts, 9)}`;
  const module: Module = await import(/* @vite-ignore */ /* webpackIgnore: true */ glue.href);
  await module.start(wasm, later);
  watch();
  const own = (addresses = [glue, wasm, later]);
  const text = await first;
  // The module keeps every text that it is given: the same one is not given twice, and none does not take one's place.
  const given = new Map([[language, text]]);
  const provide = async (language: string) => {
    const text = await textOf(language).catch(() => undefined);
    if (given.has(language) && (text === undefined || text === given.get(language))) return;
    if (module.provide(language, text) && text !== undefined) given.set(language, text);
  };
  module.provide(language, text);
  module.onMissing(provide);
  const renew = () => {
    // It crashed, and another one runs.
    if (addresses !== own) return stop();
    if (messages === pageSettings().messages) return;
    ({ messages } = pageSettings());
    for (const language of given.keys()) void provide(language);
  };
  const stop = follow(renew);
  // They may have changed while it started.
  renew();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(module.styles());
  return { module, sheet };
}

/**
 * A panic traps: the instance is in no state to go on, and every widget in it is lost. What called into it hears of it,
 * which is the browser itself for listeners and promises. The error stays visible to the page's own error reports.
 */
function watch(): void {
  if (watching) return;
  watching = true;
  addEventListener("error", (event) => crashed(event.error));
  addEventListener("unhandledrejection", (event) => crashed(event.reason));
}

/** Whether this is the module's trap; if it is, everybody who wants to know is told. */
export function crashed(error: unknown): boolean {
  if (!(error instanceof WebAssembly.RuntimeError && addresses.some((at) => error.stack?.includes(`${at}:`)))) return false;
  const dead = running;
  if (dead) {
    running = undefined;
    addresses = [];
    const again = !crashes++;
    // Not now: the module may still be on the stack, and what the listeners do may call into it.
    setTimeout(() => {
      // Parts of it may live on, and would listen to the server for as long as the page is there.
      void dead.then(({ module }) => module.disconnect()).catch(() => {});
      for (const listener of [...crashListeners]) listener(error.message, again);
    });
  }
  return true;
}
