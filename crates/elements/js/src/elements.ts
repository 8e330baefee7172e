/**
 * The elements without a definition: whoever imports this module says which tags there are.
 *
 * ```js
 * import { configure, define } from "./elements.js";
 * define({ prefix: "acme" }); // <acme-status>, <acme-documents>, ...
 * ```
 */
import type { TagName } from "./contract.js";
import { PortalElement } from "./element.js";
import type { Settings } from "./settings.js";

export type { AttributeName, ElementAttributes, ElementProperties, PortalEventMap, TagName } from "./contract.js";
export { PortalElement } from "./element.js";
export type { LoadError, LoadErrorCode, Navigation } from "./events.js";
export type { Action, Extensions, ExtraAction, ExtraColumn, ExtraPage, Item } from "./extensions.js";
export type { ClientSecret, FetchClientSecret } from "./secrets.js";
export type { Density, MessageOverrides, Scheme, Settings, Wording } from "./settings.js";
export type { ThemeOverrides } from "./theme.js";

/** The elements by tag. */
type Elements = { [Tag in TagName]: PortalElement };

declare global {
  interface HTMLElementTagNameMap extends Elements {}
}

/** A widget's name: its tag without what all tags begin with. */
export type WidgetName = TagName extends `portal-${infer Name}` ? Name : never;

/** Which tags there are. */
export interface Definition {
  /** What every tag begins with. Default: `portal`. */
  readonly prefix?: string | undefined;
  /** Only these widgets. Default: all that the module has. */
  readonly widgets?: readonly WidgetName[] | undefined;
}

/** The widgets that the module has; the build fills it in. */
declare const WIDGETS: string;

/** The script may be on the page twice, in two versions even: the first one has the tags, and every copy sets that up. */
let defined = PortalElement;

/**
 * Defines the elements. A tag that somebody defined already stays theirs, and `configure` and `logout` are then about
 * their elements: two versions on one page need two prefixes.
 */
export function define({ prefix = "portal", widgets = WIDGETS.split(" ") as WidgetName[] }: Definition = {}): void {
  for (const kind of widgets) {
    const name = `${prefix}-${kind}`;
    if (!customElements.get(name)) {
      customElements.define(
        name,
        class extends PortalElement {
          static kind = kind;
        },
      );
    }
    const known = customElements.get(name) as unknown as typeof PortalElement;
    // The page may have an element of that name which is something else.
    if (typeof known.configure === "function" && typeof known.logout === "function") defined = known;
  }
}

/**
 * Settings for every element on the page, now and later. What is not named keeps its value; an attribute or property
 * of an element wins over it.
 */
export function configure(settings: Settings): void {
  defined.configure(settings);
}

/** Ends the sessions of every widget on the page, at the server too, and says so in the widgets. */
export function logout(): Promise<void> {
  return defined.logout();
}
