import type { LoadErrorCode } from "./events.js";
import type { SecretSource } from "./secrets.js";

/** File name of the module without its ending; the build fills it in. */
declare const MODULE_NAME: string;

/** What an element tells its widget, at the start and whenever it changes. */
export interface WidgetSettings {
  readonly server: string;
  readonly source: SecretSource;
  readonly locale: string | undefined;
  readonly scheme: "light" | "dark";
  readonly density: string;
  readonly view: string;
  /** Custom properties over the brand's: name, value, name, value. */
  readonly theme: string[];
}

/** What a widget tells its element. */
export interface WidgetHost {
  /** It has a session; these are the brand's custom properties: name, value, name, value. */
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

/** The wasm module's exports. */
export interface Module {
  default(options: { module_or_path: URL }): Promise<unknown>;
  start(onPanic: (message: string) => void): void;
  styles(): string;
  mount(kind: string, root: Element, host: WidgetHost, settings: WidgetSettings): Widget;
  /** Forgets the client of these settings: the next widget starts with a new secret. */
  forget(settings: WidgetSettings): void;
  /** Ends every session at the server and forgets it. */
  logout(): Promise<void>;
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
const crashListeners = new Set<CrashListener>();

/** The module; downloaded and started at the first call. */
export function loadModule(): Promise<Running> {
  running ??= startModule().catch((error: unknown) => {
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

async function startModule(): Promise<Running> {
  const attempt = starts++;
  const url = (ending: string) => new URL(`./${MODULE_NAME}${ending}`, import.meta.url);
  const script = url(".js");
  // An import is remembered, failed or crashed as it may be; another address is another instance.
  if (attempt) script.search = `?${attempt}`;
  const module: Module = await import(script.href);
  await module.default({ module_or_path: url("_bg.wasm") });
  let crashed = false;
  module.start((message) => {
    if (crashed) return;
    crashed = true;
    running = undefined;
    // Not now: the module is still on the stack, and what the listeners do may call into it.
    setTimeout(() => {
      for (const listener of [...crashListeners]) listener(message, attempt < 1);
    });
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(module.styles());
  return { module, sheet };
}
