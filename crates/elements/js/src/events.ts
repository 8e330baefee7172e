import type { PortalEventMap } from "./contract.js";

/** Why a widget could not start, or stopped. */
export type LoadErrorCode =
  /** `server` or `fetchClientSecret` is missing or unusable, or the server does not allow this page's origin. */
  | "configuration"
  /** `fetchClientSecret` failed, or what it returned is no client secret. */
  | "credential"
  /** The server did not answer. */
  | "network"
  /** The server refused the client secret, or the session has ended. */
  | "session"
  /** The server answered with an error of its own. */
  | "server"
  /** The widget's code could not be downloaded or started. */
  | "module"
  /** The widget's code crashed. It is started again once by itself. */
  | "crash";

/** What a `portal-load-error` says. */
export interface LoadError {
  /** What kind of failure it is, for a program. */
  readonly code: LoadErrorCode;
  /** What happened, for the developer of the page. Not meant for the customer. */
  readonly message: string;
  /** The failed request as the server's logs name it. */
  readonly requestId?: string | undefined;
}

/** What a `portal-navigate` says. */
export interface Navigation {
  /** The new view: the value for the attribute `view`. Empty: the widget's start. */
  readonly view: string;
}

type Detail<Name extends keyof PortalEventMap> = PortalEventMap[Name]["detail"];

/** Dispatches an event at an element; it bubbles to the page. Answers whether nobody cancelled it, where that can be. */
export function emit<Name extends keyof PortalEventMap>(
  target: EventTarget,
  name: Name,
  detail: Detail<Name>,
): boolean {
  const cancelable = name === "portal-load-error" || name === "portal-navigate";
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
}
