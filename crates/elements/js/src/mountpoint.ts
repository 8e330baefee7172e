/** A function made by the module: it knows how to free what it holds in there. */
interface ModuleFunction extends EventListener {
  _wbg_cb_unref?: () => void;
}

/** How long events that were queued before an unmount may still arrive, in milliseconds. */
const LAST_EVENTS = 1000;

/** The element that a widget is mounted on. */
export class MountPoint {
  readonly element = document.createElement("div");
  readonly #handlers = new Set<ModuleFunction>();

  constructor() {
    // Dioxus gives each root a handler that it never frees, and that keeps the widget's whole runtime in the module's
    // memory (10 kB each). It passes by here, once for each type of event.
    const add = this.element.addEventListener;
    this.element.addEventListener = (...given: Parameters<typeof add>) => {
      if (typeof given[1] === "function") this.#handlers.add(given[1]);
      add.apply(this.element, given);
    };
  }

  /** Takes the element off the page. What its widget hung on it is freed when no event can need it any more. */
  remove(): void {
    this.element.remove();
    setTimeout(() => {
      for (const handler of this.#handlers) handler._wbg_cb_unref?.();
      this.#handlers.clear();
    }, LAST_EVENTS);
  }
}
