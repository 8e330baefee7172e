import type { AttributeName } from "./contract.js";
import { emit, type LoadError, type LoadErrorCode, type PortalEventMap } from "./events.js";
import { failure, frameSheet, skeleton } from "./frame.js";
import { crashed, loadModule, onCrash, type Widget, type WidgetHost, type WidgetSettings } from "./module.js";
import { type FetchClientSecret, type SecretSource, sourceOf } from "./secrets.js";
import { MountPoint } from "./mountpoint.js";
import { follow, pageSettings, pageSource, resolveScheme, type Settings } from "./settings.js";
import { overrideProperties, type ThemeOverrides, themeSheet } from "./theme.js";

/** How long a connected element waits for its settings before it says what is missing. */
const PATIENCE = 5000;

const live = new Set<PortalElement>();
/** The custom properties of the brand that each server showed last: the next skeleton wears them. */
const brands = new Map<string, { light: string[]; dark: string[] }>();

/** Every element on the page now. */
export function liveElements(): Iterable<PortalElement> {
  return [...live];
}

/** What all widgets' elements have in common. A subclass names its widget. */
export abstract class PortalElement extends HTMLElement {
  /** Attributes whose change takes effect at once. */
  static readonly observedAttributes: AttributeName[] = ["server", "scheme", "density", "locale", "view"];

  /** The widget's name in the module. */
  protected abstract readonly kind: string;

  readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  readonly #states = stateSet(this);
  #source: SecretSource | undefined;
  #theme: ThemeOverrides | undefined;
  #shown: WidgetSettings | undefined;
  #widgetSheet: CSSStyleSheet | undefined;
  #widget: Widget | undefined;
  #frame: Element | undefined;
  #mounted: MountPoint | undefined;
  #stops: (() => void)[] = [];
  #leaving = 0;
  #waiting = 0;
  #updating = false;
  #ready = false;
  /** Counts starts, so that what belongs to an earlier one is known by its number. */
  #run = 0;

  constructor() {
    super();
    for (const type of ["keydown", "keyup", "keypress", "beforeinput", "input", "compositionstart", "compositionend"]) {
      // In the bubbling phase the widget's own listeners, further down, have run already.
      this.#root.addEventListener(type, keepInside);
    }
  }

  /** Called for a client secret, for this element instead of the page's. */
  get fetchClientSecret(): FetchClientSecret | undefined {
    return this.#source?.ask;
  }
  set fetchClientSecret(ask: FetchClientSecret | undefined) {
    const source = typeof ask === "function" ? sourceOf(ask, this.#source) : undefined;
    if (this.#source) this.#source.users--;
    if (source) source.users++;
    this.#source = source;
    this.#changed();
  }

  /** Design tokens to override, by path; over the page's and the brand's. */
  get theme(): ThemeOverrides | undefined {
    return this.#theme;
  }
  set theme(theme: ThemeOverrides | undefined) {
    this.#theme = theme;
    this.#changed();
  }

  /** Starts the widget again, with a new client secret. */
  reload(): void {
    if (!live.has(this)) return;
    const settings = this.#settings();
    void loadModule().then(
      ({ module }) => {
        if (settings) module.forget(settings);
        this.#restart();
      },
      () => this.#restart(),
    );
  }

  connectedCallback(): void {
    // Moved within the page: the widget stays as it is.
    clearTimeout(this.#leaving);
    if (live.has(this)) return;
    live.add(this);
    this.#adoptEarly("fetchClientSecret");
    this.#adoptEarly("theme");
    this.#stops = [
      follow(() => this.#changed()),
      onCrash((message, again) => this.#crashed(message, again)),
    ];
    this.#restyle();
    this.#restart();
  }

  disconnectedCallback(): void {
    // A move is a removal and an insertion in one task; after it, gone is gone.
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      if (this.isConnected) return;
      live.delete(this);
      for (const stop of this.#stops) stop();
      this.#stops = [];
      this.#clear();
    });
  }

  attributeChangedCallback(): void {
    this.#changed();
  }

  /** Shows that the session was ended on purpose. */
  signedOut(): void {
    if (!live.has(this)) return;
    this.#clear();
    this.#show(failure(this.kind, this.#locale(), "signedOut", undefined, () => this.reload()));
  }

  /** Properties set before the class was known are plain ones; they go through the setter now. */
  #adoptEarly(name: "fetchClientSecret" | "theme"): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (this as Partial<Settings>)[name];
    (this as Settings)[name] = value as never;
  }

  #locale(): string {
    return this.getAttribute("locale") || pageSettings().locale || document.documentElement.lang || "en";
  }

  /** What the widget is told, or undefined while something is missing. */
  #settings(): WidgetSettings | undefined {
    const page = pageSettings();
    const server = this.#server();
    // The page's secret is for the page's server: markup that names another one brings its own.
    const source = this.#source ?? (server === (page.server ?? server) ? pageSource() : undefined);
    if (!server || !source) return undefined;
    return {
      server: new URL(server, document.baseURI).href.replace(/\/$/, ""),
      source,
      locale: this.getAttribute("locale") || page.locale,
      scheme: this.#scheme(),
      density: (this.getAttribute("density") || page.density) === "compact" ? "compact" : "comfortable",
      view: this.getAttribute("view") ?? "",
      theme: this.#overrides(),
    };
  }

  #server(): string | undefined {
    return this.getAttribute("server") || pageSettings().server;
  }

  #overrides(): string[] {
    return [...overrideProperties(pageSettings().theme), ...overrideProperties(this.#theme)];
  }

  #scheme(): "light" | "dark" {
    return resolveScheme(this.getAttribute("scheme") || pageSettings().scheme);
  }

  /** Takes new settings over, once for all that change in one go. */
  #changed(): void {
    if (this.#updating || !live.has(this)) return;
    this.#updating = true;
    queueMicrotask(() => {
      this.#updating = false;
      if (!live.has(this)) return;
      this.#restyle();
      if (this.#waiting) return this.#restart();
      const settings = this.#trySettings();
      const shown = this.#shown;
      if (!settings || !shown) return;
      // Another server, or another source, is another session.
      if (settings.server !== shown.server || settings.source !== shown.source) return this.#restart();
      this.#shown = settings;
      this.#widget?.update(settings);
    });
  }

  #restyle(): void {
    toggle(this.#states, "dark", this.#scheme() === "dark");
    const brand = brands.get(this.#server() ?? "");
    const overrides = this.#overrides();
    const theme = themeSheet([...(brand?.light ?? []), ...overrides], brand ? [...brand.dark, ...overrides] : []);
    const sheets = [frameSheet(), this.#widgetSheet, theme].filter((sheet) => sheet !== undefined);
    const now = this.#root.adoptedStyleSheets;
    if (sheets.length !== now.length || sheets.some((sheet, at) => sheet !== now[at])) {
      this.#root.adoptedStyleSheets = sheets;
    }
  }

  #trySettings(): WidgetSettings | undefined {
    try {
      const settings = this.#settings();
      if (settings && !/^https?:/.test(settings.server)) throw new Error("not http");
      return settings;
    } catch {
      this.#fail({ code: "configuration", message: "`server` is not a usable http(s) address" });
      return undefined;
    }
  }

  #restart(): void {
    this.#clear();
    const run = this.#run;
    this.#show(skeleton(this.kind, this.#locale()));
    const settings = this.#trySettings();
    if (settings) return void this.#mount(run, settings);
    if (run !== this.#run) return;
    // Settings may still be on their way; `configure` ends the wait at any time.
    this.#waiting = setTimeout(() => {
      const missing = this.#server() ? "fetchClientSecret" : "server";
      this.#show(undefined);
      this.#tell({ code: "configuration", message: `\`${missing}\` is not set` });
    }, PATIENCE);
  }

  async #mount(run: number, settings: WidgetSettings): Promise<void> {
    let running;
    try {
      running = await loadModule();
    } catch (error) {
      if (run === this.#run) this.#fail({ code: "module", message: String(error) });
      return;
    }
    if (run !== this.#run) return;
    this.#widgetSheet = running.sheet;
    this.#mounted = new MountPoint();
    const current = this.#trySettings() ?? settings;
    if (run !== this.#run) return;
    this.#restyle();
    this.#shown = current;
    try {
      this.#widget = running.module.mount(this.kind, this.#mounted.element, this.#host(run), current);
    } catch (error) {
      if (!crashed(error)) this.#fail({ code: "configuration", message: String(error) });
    }
  }

  #host(run: number): WidgetHost {
    // Later: the module is on the stack, and what listeners do to the page may lead back into it.
    const guard =
      <Arguments extends unknown[]>(act: (...given: Arguments) => void) =>
      (...given: Arguments) =>
        queueMicrotask(() => {
          if (run === this.#run) act(...given);
        });
    return {
      ready: guard((light, dark) => {
        brands.set(this.#server() ?? "", { light, dark });
        this.#restyle();
        if (this.#mounted) this.#root.append(this.#mounted.element);
        this.#show(undefined);
        this.#setReady(true);
        emit(this, "portal-ready", null);
      }),
      failed: guard((code, message, requestId) => this.#fail({ code, message, requestId })),
      navigate: guard((view) => {
        if ((this.getAttribute("view") ?? "") === view || !emit(this, "portal-navigate", { view })) return;
        if (view) this.setAttribute("view", view);
        else this.removeAttribute("view");
      }),
      // Before it is ready it has no session that could end: `failed` says what is wrong.
      expired: guard(() => this.#ready && emit(this, "portal-session-expired", null)),
    };
  }

  #crashed(message: string, again: boolean): void {
    // The instance is beyond calling: its widgets are dropped, not unmounted.
    this.#widget = undefined;
    const shown = this.#tell({ code: "crash", message });
    if (again) this.#restart();
    else if (shown) this.#clear(), this.#showFailure("crash");
    else this.#clear();
  }

  #fail(error: LoadError): void {
    this.#clear();
    this.#tell(error);
  }

  /** Dispatches the error; shows it unless a listener cancelled that. */
  #tell(error: LoadError): boolean {
    const show = emit(this, "portal-load-error", error);
    if (show) console.error(`<${this.localName}> ${error.code}: ${error.message}`);
    if (show && error.code !== "crash") this.#showFailure(error.code, error.requestId);
    return show;
  }

  #showFailure(code: LoadErrorCode, requestId?: string): void {
    this.#show(failure(this.kind, this.#locale(), code, requestId, () => this.#restart()));
  }

  /** Shows this in the widget's place, or nothing. */
  #show(frame: HTMLElement | undefined): void {
    this.#frame?.remove();
    this.#frame = frame;
    if (!frame) return;
    frame.lang = this.#locale();
    this.#root.append(frame);
  }

  #clear(): void {
    this.#run++;
    clearTimeout(this.#waiting);
    this.#waiting = 0;
    const widget = this.#widget;
    this.#widget = this.#shown = undefined;
    try {
      widget?.unmount();
    } catch (error) {
      // The instance crashed meanwhile: nothing is left to unmount.
      console.warn("portal: unmount failed", error);
    }
    this.#mounted?.remove();
    this.#mounted = undefined;
    this.#show(undefined);
    this.#setReady(false);
  }

  #setReady(ready: boolean): void {
    this.#ready = ready;
    toggle(this.#states, "ready", ready);
  }
}

export interface PortalElement {
  addEventListener<Name extends keyof PortalEventMap>(
    type: Name,
    listener: (this: this, event: PortalEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * Keeps typing from reaching the page, whose shortcuts would answer to it. Tab goes on (a page's focus trap needs it),
 * and so does Escape where no overlay of the widget takes it.
 */
function keepInside(event: Event): void {
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return;
  const overlay = target.closest("dialog, [popover]");
  if (event instanceof KeyboardEvent) {
    if (event.key === "Tab" || (event.key === "Escape" && !overlay && !event.defaultPrevented)) return;
    const field = target.closest("input, textarea, select, [contenteditable]");
    if (!field && !overlay && !event.defaultPrevented) return;
  }
  event.stopPropagation();
}

/** The element's custom states, where the browser has them. */
function stateSet(element: HTMLElement): Set<string> | undefined {
  return element.attachInternals().states as Set<string> | undefined;
}

function toggle(states: Set<string> | undefined, name: string, on: boolean): void {
  if (on) states?.add(name);
  else states?.delete(name);
}
