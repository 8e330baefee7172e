/**
 * Customer-portal widgets as custom elements. Importing this module defines the elements; their code is downloaded
 * when the first one is connected.
 *
 * ```html
 * <portal-status></portal-status>
 * <script type="module">
 *   import { configure } from "./portal.js";
 *   configure({
 *     server: "https://portal.example",
 *     fetchClientSecret: () => fetch("/portal-session", { method: "POST" }).then((answer) => answer.json()),
 *   });
 * </script>
 * ```
 */
import type { TagName } from "./contract.js";
import { PortalElement } from "./element.js";
import type { Settings } from "./settings.js";

export type { AttributeName, TagName } from "./contract.js";
export { PortalElement } from "./element.js";
export type { LoadError, LoadErrorCode, Navigation, PortalEventMap } from "./events.js";
export type { ClientSecret, FetchClientSecret } from "./secrets.js";
export type { Density, MessageOverrides, Scheme, Settings, Wording } from "./settings.js";
export type { ThemeOverrides } from "./theme.js";

/** `<portal-status>`: where my requests stand. */
export class PortalStatus extends PortalElement {}

/** `<portal-documents>`: every file between us. */
export class PortalDocuments extends PortalElement {}

/** `<portal-requests>`: ask for something in a guided form. */
export class PortalRequests extends PortalElement {}

/** `<portal-members>`: who has access to our account. */
export class PortalMembers extends PortalElement {}

/** `<portal-audit-log>`: who did what. */
export class PortalAuditLog extends PortalElement {}

/** `<portal-api-keys>`: which programs may work with our data. */
export class PortalApiKeys extends PortalElement {}

/** What a tag is called in the module. */
type Kind<Tag> = Tag extends `portal-${infer Name}` ? Name : never;

declare global {
  interface HTMLElementTagNameMap {
    "portal-status": PortalStatus;
    "portal-documents": PortalDocuments;
    "portal-requests": PortalRequests;
    "portal-members": PortalMembers;
    "portal-audit-log": PortalAuditLog;
    "portal-api-keys": PortalApiKeys;
  }
}

/** The widgets that the module has, where that is not all of them; the build fills it in. */
declare const WIDGETS: string;

const elements: Record<Kind<TagName>, CustomElementConstructor & { kind: string }> = {
  status: PortalStatus,
  documents: PortalDocuments,
  requests: PortalRequests,
  members: PortalMembers,
  "audit-log": PortalAuditLog,
  "api-keys": PortalApiKeys,
};
/** The script may be on the page twice, in two versions even: the first one has the tags, and every copy sets that up. */
let defined: typeof PortalElement;
for (const kind of WIDGETS ? WIDGETS.split(" ") : Object.keys(elements)) {
  const element = elements[kind as keyof typeof elements];
  element.kind = kind;
  const name = `portal-${kind}`;
  if (!customElements.get(name)) customElements.define(name, element);
  defined = customElements.get(name) as unknown as typeof PortalElement;
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
