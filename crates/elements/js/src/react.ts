/**
 * The elements as React components, for React 18 and 19. Importing this module defines the elements, in a browser.
 *
 * ```jsx
 * import { PortalStatus } from "@loggia/elements/react";
 * <PortalStatus view={view} onPortalNavigate={(event) => setView(event.detail.view)} />
 * ```
 */
import "@loggia/elements";
import {
  createElement, forwardRef, type ForwardRefExoticComponent, type HTMLAttributes, type RefAttributes, useImperativeHandle,
  useLayoutEffect, useRef,
} from "react";
import type { ElementAttributes, ElementProperties, PortalElement, PortalEventMap, TagName } from "./portal.js";

/** `portal-load-error` is `PortalLoadError`. */
type Pascal<Name extends string> = Name extends `${infer Word}-${infer Rest}`
  ? `${Capitalize<Word>}${Pascal<Rest>}`
  : Capitalize<Name>;

type EventHandlers = {
  [Name in keyof PortalEventMap as `on${Pascal<Name>}`]?: ((event: PortalEventMap[Name]) => void) | undefined;
};

/** What every component takes: the element's attributes and properties, `onPortalNavigate` and the like, and HTML's own. */
export interface PortalProps
  extends ElementAttributes,
    ElementProperties,
    EventHandlers,
    Omit<HTMLAttributes<PortalElement>, keyof ElementAttributes | keyof EventHandlers> {}

/** A component; its ref is the element. */
export type PortalComponent = ForwardRefExoticComponent<PortalProps & RefAttributes<PortalElement>>;

const EVENTS = {
  "portal-ready": "onPortalReady",
  "portal-load-error": "onPortalLoadError",
  "portal-navigate": "onPortalNavigate",
  "portal-action": "onPortalAction",
  "portal-session-expired": "onPortalSessionExpired",
} as const satisfies { [Name in keyof PortalEventMap]: `on${Pascal<Name>}` };

function component(tag: TagName): PortalComponent {
  const made = forwardRef<PortalElement, PortalProps>(function Portal(given, ref) {
    const { fetchClientSecret, theme, extensions, className, ...rest } = given;
    const element = useRef<PortalElement>(null);
    const latest = useRef<EventHandlers>(rest);
    useImperativeHandle(ref, () => element.current as PortalElement, []);
    // Before the browser paints, and before the element's first event, which is never sent while it is inserted.
    useLayoutEffect(() => {
      latest.current = rest;
      const node = element.current;
      if (!node) return;
      if (node.fetchClientSecret !== fetchClientSecret) node.fetchClientSecret = fetchClientSecret;
      if (node.theme !== theme) node.theme = theme;
      if (node.extensions !== extensions) node.extensions = extensions;
    });
    useLayoutEffect(() => {
      const node = element.current;
      const names = Object.keys(EVENTS) as (keyof PortalEventMap)[];
      const hear = (event: Event) => {
        const handler = latest.current[EVENTS[event.type as keyof PortalEventMap]];
        (handler as ((event: Event) => void) | undefined)?.(event);
      };
      for (const name of names) node?.addEventListener(name, hear);
      return () => {
        for (const name of names) node?.removeEventListener(name, hear);
      };
    }, []);
    // What React 18 does not know of an element of ours it would write into an attribute of that name.
    const attributes: Record<string, unknown> = { ...rest, ref: element };
    for (const handler of Object.values(EVENTS)) delete attributes[handler];
    // It would write "false", which HTML takes for true.
    for (const name of ["hidden", "inert"]) if (attributes[name] === false) delete attributes[name];
    if (className !== undefined) attributes["class"] = className;
    return createElement(tag, attributes);
  });
  made.displayName = tag;
  return made as PortalComponent;
}

type ComponentName<Tag extends TagName> = Pascal<Tag>;

const components = {
  PortalStatus: component("portal-status"),
  PortalDocuments: component("portal-documents"),
  PortalRequests: component("portal-requests"),
  PortalMembers: component("portal-members"),
  PortalAuditLog: component("portal-audit-log"),
  PortalApiKeys: component("portal-api-keys"),
} satisfies { [Tag in TagName as ComponentName<Tag>]: PortalComponent };

export const { PortalStatus, PortalDocuments, PortalRequests, PortalMembers, PortalAuditLog, PortalApiKeys } = components;
