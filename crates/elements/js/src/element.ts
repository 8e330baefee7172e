import type { AttributeName, PortalEventMap } from "./contract.js";
import { emit, type LoadError } from "./events.js";
import type { Extensions } from "./extensions.js";
import { failure, frameSheet, skeleton } from "./frame.js";
import {
  crashed, languageOf, loadedModule, loadModule, type MountPoint, onCrash, type Widget, type WidgetHost,
  type WidgetSettings,
} from "./module.js";
import { type FetchClientSecret, type SecretSource, sourceOf } from "./secrets.js";
import { configure, follow, pageSettings, pageSource, resolveScheme } from "./settings.js";
import { overrideProperties, type SessionTheme, type ThemeOverrides, themeSheet } from "./theme.js";

/** How long a connected element waits for its settings before it says what is missing. */
const PATIENCE = 5000;

/** The server and the source of its secrets, as far as they are known. */
type Session = readonly [string | undefined, SecretSource | undefined];

/** Elements on the page now. */
const live = new Set<PortalElement>();
/** The theme that each server's sessions showed last: the next skeleton wears it. */
const themes = new Map<string | undefined, SessionTheme>();

/** Of widgets out of sight: looks again at what they are to wear. */
const hidden = new Set<() => void>();

/** One in each frame, so that a page with many widgets stays quick while its theme changes. */
function later(restyle: () => void): void {
  if (hidden.add(restyle).size > 1) return;
  const next = () => {
    for (const first of hidden) {
      hidden.delete(first);
      first();
      break;
    }
    if (hidden.size) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** What all widgets' elements have in common. */
export abstract class PortalElement extends HTMLElement {
  /** Attributes whose change takes effect at once. */
  static readonly observedAttributes: AttributeName[] = ["server", "scheme", "density", "locale", "view"];

  /** Settings for every element of this class, now and later. */
  static readonly configure = configure;

  /** The widget's name in the module: the tag's, without what all tags begin with. */
  static kind: string;

  readonly #internals = this.attachInternals();
  /** The server may have sent it with a skeleton in it. */
  readonly #root = this.#internals.shadowRoot ?? this.attachShadow({ mode: "open" });
  #source: SecretSource | undefined;
  #theme: ThemeOverrides | undefined;
  #extensions: Extensions | undefined;
  #sessionTheme: SessionTheme | undefined;
  /** The server and source of the last start: others are another session. */
  #session: Session = [undefined, undefined];
  #widgetSheet: CSSStyleSheet | undefined;
  #widget: Widget | undefined;
  #mounted: MountPoint | undefined;
  #stops: (() => void)[] = [];
  #leaving = 0;
  #waiting = 0;
  #updating = false;
  #ready = false;
  /** Counts starts, so that what belongs to an earlier one is known by its number. */
  #run = 0;

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

  /** What the page adds to the widget: pages, columns, actions. */
  get extensions(): Extensions | undefined {
    return this.#extensions;
  }
  set extensions(extensions: Extensions | undefined) {
    this.#extensions = extensions;
    this.#changed();
  }

  /** Starts the widget again, with a new client secret. */
  reload(): void {
    if (!live.has(this)) return;
    const [server, source] = this.#session;
    void loadModule(languageOf(this.#locale())).then(
      ({ module }) => {
        if (server && source) module.forget(server, source);
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
    this.#adoptEarly("extensions");
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

  /** Ends the sessions of every widget on the page, at the server too, and says so in the widgets. */
  static async logout(): Promise<void> {
    // Where the module could not be started there is no session.
    const running = await loadedModule()?.catch(() => undefined);
    const ended = running?.module.logout();
    for (const element of live) {
      element.#clear();
      element.#show(failure(element.#locale(), "signedOut"));
    }
    await ended;
  }

  /** Properties set before the class was known are plain ones; they go through the setter now. */
  #adoptEarly(name: "fetchClientSecret" | "theme" | "extensions"): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (this as Partial<PortalElement>)[name];
    this[name] = value as never;
  }

  #locale(): string {
    return this.getAttribute("locale") || pageSettings().locale || document.documentElement.lang || "en";
  }

  #server(): string | undefined {
    const server = this.getAttribute("server") || pageSettings().server;
    return server && address(server);
  }

  /** The server and where its secrets come from, as far as they are known. */
  #wanted(): Session {
    const server = this.#server();
    const page = pageSettings().server;
    // The page's secret is for the page's server: markup that names another one brings its own.
    return [server, this.#source ?? (!page || server === address(page) ? pageSource() : undefined)];
  }

  #settings(server: string, source: SecretSource, mounted: MountPoint): WidgetSettings {
    const page = pageSettings();
    return {
      server,
      source,
      locale: this.getAttribute("locale") || page.locale,
      scheme: this.#scheme(),
      density: (this.getAttribute("density") || page.density) === "compact" ? "compact" : "comfortable",
      view: this.getAttribute("view") ?? "",
      extender: mounted.extend(this.#extensions),
    };
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
      const [server, source] = this.#wanted();
      // Another session, or the first that there is enough for.
      if (server !== this.#session[0] || source !== this.#session[1]) return this.#restart();
      if (server && source && this.#mounted) this.#widget?.update(this.#settings(server, source, this.#mounted));
    });
  }

  /** When its turn comes: by then it may be something else that it is to wear. */
  readonly #restyleNow = () => this.#restyle(true);

  /** The session's theme, below the page's rules for the element, below the overrides. */
  #restyle(atOnce = false): void {
    this.#toggle("dark", this.#scheme() === "dark");
    const overrides = [...overrideProperties(pageSettings().theme), ...overrideProperties(this.#theme)];
    const theme = themeSheet(this.#sessionTheme ?? themes.get(this.#server()), overrides);
    const sheets = [frameSheet(), this.#widgetSheet, theme].filter((sheet) => sheet !== undefined);
    const now = this.#root.adoptedStyleSheets;
    if (sheets.length !== now.length || sheets.some((sheet, at) => sheet !== now[at])) {
      const { top, bottom } = this.getBoundingClientRect();
      if (!atOnce && this.#ready && (bottom < 0 || top > innerHeight)) later(this.#restyleNow);
      else this.#root.adoptedStyleSheets = sheets;
    }
  }

  #restart(): void {
    if (!live.has(this)) return;
    const frame = this.#root.querySelector(".skeleton") ?? skeleton(this.#locale());
    this.#clear();
    this.#show(frame);
    this.#session = this.#wanted();
    const [server, source] = this.#session;
    const usable = !server || /^https?:/.test(server);
    if (usable && server && source) return void this.#mount(this.#run, server, source);
    // Settings may still be on their way, `configure` ends the wait at any time; and so may a framework's listeners.
    this.#waiting = setTimeout(() => {
      const wrong = usable ? "set" : "a usable http(s) address";
      this.#fail({ code: "configuration", message: `\`${usable && server ? "fetchClientSecret" : "server"}\` is not ${wrong}` });
    }, usable ? PATIENCE : 0);
  }

  async #mount(run: number, server: string, source: SecretSource): Promise<void> {
    let running;
    try {
      running = await loadModule(languageOf(this.#locale()));
    } catch (error) {
      if (run === this.#run) this.#fail({ code: "module", message: String(error) });
      return;
    }
    if (run !== this.#run) return;
    this.#widgetSheet = running.sheet;
    this.#mounted = running.module.place(this.#root);
    this.#restyle();
    try {
      const { kind } = this.constructor as typeof PortalElement;
      this.#widget = running.module.mount(kind, this.#mounted.element, this.#host(run), this.#settings(server, source, this.#mounted));
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
        this.#sessionTheme = { light, dark };
        themes.set(this.#session[0], this.#sessionTheme);
        this.#restyle();
        if (this.#ready) return;
        this.#show(this.#mounted?.element);
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
    if (again) {
      this.#tell({ code: "crash", message });
      this.#restart();
    } else {
      this.#fail({ code: "crash", message });
    }
  }

  /** Ends the widget, and shows why unless a listener cancelled that. */
  #fail(error: LoadError): void {
    this.#clear();
    const run = this.#run;
    // A listener may have started it again.
    if (this.#tell(error) && run === this.#run) {
      this.#show(failure(this.#locale(), error.code, error.requestId, () => this.#restart()));
    }
  }

  /** Dispatches the error. Answers whether nobody cancelled it. */
  #tell(error: LoadError): boolean {
    const show = emit(this, "portal-load-error", error);
    if (show) console.error(`<${this.localName}> ${error.code}: ${error.message}`);
    return show;
  }

  /** Shows this in the widget's place, or nothing. */
  #show(node?: Element): void {
    this.#root.replaceChildren(...(node ? [node] : []));
  }

  #clear(): void {
    this.#run++;
    clearTimeout(this.#waiting);
    this.#waiting = 0;
    const widget = this.#widget;
    this.#widget = this.#sessionTheme = undefined;
    try {
      widget?.unmount();
    } catch {
      // The instance crashed: nothing is left to unmount.
    }
    this.#mounted?.remove();
    this.#mounted = undefined;
    this.#show();
    this.#setReady(false);
  }

  #setReady(ready: boolean): void {
    this.#ready = ready;
    this.#toggle("ready", ready);
  }

  /** Sets or ends a custom state, where the browser has them. */
  #toggle(name: string, on: boolean): void {
    this.#internals.states?.[on ? "add" : "delete"](name);
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

/** The address as the module uses it; what is none stays as it is, and is refused later. */
function address(server: string): string {
  try {
    return new URL(server, document.baseURI).href.replace(/\/$/, "");
  } catch {
    return server;
  }
}
