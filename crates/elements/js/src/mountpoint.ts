import { Extender } from "./extender.js";
import type { Extensions } from "./extensions.js";

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
  #extender: Extender | undefined;

  constructor(readonly host: HTMLElement) {
    // Dioxus gives each root a handler that it never frees, and that keeps the widget's whole runtime in the module's
    // memory (10 kB each). It passes by here, once for each type of event.
    const add = this.element.addEventListener;
    this.element.addEventListener = (...given: Parameters<typeof add>) => {
      const [type, handler, options] = given;
      if (typeof handler !== "function") return;
      this.#handlers.add(handler);
      // Dioxus looks for the target's number in whatever is around it. Around the page's own content, in a slot, are
      // elements of the page: their numbers, if they have some, are another program's. What is dragged is the widget's
      // all the same: its area goes on below that content, and the browser would open a file that nobody takes.
      const inside = (event: Event) => {
        if (!host.contains(event.target as Node)) return handler.call(this.element, event);
        const slot = event.composedPath().find((node) => node instanceof HTMLSlotElement && node.getRootNode() === host.shadowRoot);
        if (!slot || !(event instanceof DragEvent)) return;
        Object.defineProperty(event, "target", { value: slot, configurable: true });
        handler.call(this.element, event);
        Reflect.deleteProperty(event, "target");
      };
      add.call(this.element, type, inside, options);
    };
  }

  /** What the page adds to the widget: the same for the same. @throws {TypeError} for what is none of it. */
  extend(extensions: Extensions | undefined): Extender {
    if (!this.#extender || this.#extender.given !== extensions) {
      this.#extender = new Extender(this.host, extensions, this.#extender?.cells ?? new Map());
    }
    return this.#extender;
  }

  /** Takes the element off the page. What its widget hung on it is freed when no event can need it any more. */
  remove(): void {
    this.element.remove();
    this.#extender?.remove();
    setTimeout(() => {
      for (const handler of this.#handlers) handler._wbg_cb_unref?.();
      this.#handlers.clear();
    }, LAST_EVENTS);
  }
}
