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
import { liveElements, PortalElement } from "./element.js";
import { loadedModule } from "./module.js";

export type { AttributeName, TagName } from "./contract.js";
export { PortalElement } from "./element.js";
export type { LoadError, LoadErrorCode, Navigation, PortalEventMap } from "./events.js";
export type { ClientSecret, FetchClientSecret } from "./secrets.js";
export type { Density, Scheme, Settings } from "./settings.js";
export { configure } from "./settings.js";
export type { ThemeOverrides } from "./theme.js";

/** `<portal-status>`: where my requests stand. */
export class PortalStatus extends PortalElement {
  protected override readonly kind = "status";
}

/** `<portal-documents>`: every file between us. */
export class PortalDocuments extends PortalElement {
  protected override readonly kind = "documents";
}

/** `<portal-requests>`: ask for something in a guided form. */
export class PortalRequests extends PortalElement {
  protected override readonly kind = "requests";
}

/** `<portal-members>`: who has access to our account. */
export class PortalMembers extends PortalElement {
  protected override readonly kind = "members";
}

declare global {
  interface HTMLElementTagNameMap {
    "portal-status": PortalStatus;
    "portal-documents": PortalDocuments;
    "portal-requests": PortalRequests;
    "portal-members": PortalMembers;
  }
}

/** Ends the sessions of every widget on the page, at the server too, and says so in the widgets. */
export async function logout(): Promise<void> {
  const running = await loadedModule();
  const ended = running?.module.logout();
  for (const element of liveElements()) element.signedOut();
  await ended;
}

const elements: Record<TagName, CustomElementConstructor> = {
  "portal-status": PortalStatus,
  "portal-documents": PortalDocuments,
  "portal-requests": PortalRequests,
  "portal-members": PortalMembers,
};
for (const [name, constructor] of Object.entries(elements)) {
  // The script may be on the page twice; the first one has the tags.
  if (!customElements.get(name)) customElements.define(name, constructor);
}
