/**
 * Defines each element when its tag first occurs on the page. For a script that is on every page of a site, where few
 * have a widget: until one does, this file is all that is downloaded.
 *
 * ```html
 * <script type="module">
 *   import { configure } from "./autoloader.js";
 *   configure({ server: "https://portal.example", fetchClientSecret });
 * </script>
 * ```
 */
import type { WidgetName } from "./elements.js";
import { emit } from "./events.js";
import type { Settings } from "./settings.js";

/** The widgets that the module has; the build fills it in. */
declare const WIDGETS: string;

type Elements = typeof import("./elements.js");

let elements: Promise<Elements> | undefined;
/** What was set, for elements that are not there yet. */
let settings: Settings = {};

/** Settings for every element on the page, now and later. */
export function configure(more: Settings): void {
  settings = { ...settings, ...more };
  void elements?.then((loaded) => loaded.configure(more), () => {});
}

/** Ends the sessions of every widget on the page, where there was one. */
export async function logout(): Promise<void> {
  await (await elements?.catch(() => undefined))?.logout();
}

/**
 * Watches what is in `root`, now and later. Called for the document by itself; a shadow root of the page, or another
 * prefix, needs a call of its own.
 */
export function autoload(root: Document | DocumentFragment | Element = document, prefix = "portal"): void {
  const wanted = new Set(WIDGETS.split(" "));
  const look = (within: ParentNode & Node) => {
    if (!wanted.size) return;
    const tags = [...wanted].map((name) => `${prefix}-${name}`).join();
    if (within instanceof Element && within.matches(tags)) found(within);
    within.querySelectorAll(tags).forEach(found);
  };
  const begin = async (kind: WidgetName) => {
    try {
      elements ??= import("./elements.js");
      const { define, configure } = await elements;
      define({ prefix, widgets: [kind] });
      configure(settings);
      wanted.delete(kind);
      return undefined;
    } catch (error) {
      // Browsers remember that it failed: only a reload tries again.
      return String(error);
    }
  };
  const begun = new Map<WidgetName, Promise<string | undefined>>();
  const found = async (element: Element) => {
    const kind = element.localName.slice(prefix.length + 1) as WidgetName;
    // The same tag may be there several times: it is defined once, and each hears what is wrong.
    if (!begun.has(kind)) begun.set(kind, begin(kind));
    const message = await begun.get(kind);
    if (message && emit(element, "portal-load-error", { code: "module", message })) {
      console.error(`<${element.localName}> module: ${message}`);
    }
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) look(node);
    }
  }).observe(root, { childList: true, subtree: true });
  look(root);
}

autoload();
