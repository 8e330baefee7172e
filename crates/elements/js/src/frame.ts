import type { LoadErrorCode } from "./events.js";

/**
 * What the shim itself shows, before and instead of the widget. Tokens carry the looks where they are known
 * already; the fallbacks are the default theme's.
 */
const STYLES = `
:host {
  all: initial;
  display: block;
  contain: inline-size;
  color-scheme: light;
  --frame-surface: var(--portal-color-surface, #ffffff);
  --frame-line: var(--portal-color-line, #e4e7ec);
  --frame-text: var(--portal-color-text, #151a23);
  --frame-muted: var(--portal-color-text-secondary, #4a5362);
  --frame-focus: var(--portal-color-focus, #0b5c8a);
}
:host([hidden]) { display: none; }
:host(:state(dark)) {
  color-scheme: dark;
  --frame-surface: var(--portal-color-surface, #12161d);
  --frame-line: var(--portal-color-line, #262d38);
  --frame-text: var(--portal-color-text, #eef1f6);
  --frame-muted: var(--portal-color-text-secondary, #b6bfce);
  --frame-focus: var(--portal-color-focus, #6fb7e2);
}
.frame {
  all: initial;
  display: block;
  direction: ltr;
  box-sizing: border-box;
  min-block-size: 440px;
  border: 1px solid var(--frame-line);
  border-radius: var(--portal-radius-large, 10px);
  background: var(--frame-surface);
  color: var(--frame-text);
  font: var(--portal-size-base, 14px) / 1.5 var(--portal-font-family, system-ui, sans-serif);
  overflow: hidden;
}
.head, .row { display: flex; align-items: center; gap: 12px; padding: 0 16px; border-block-end: 1px solid var(--frame-line); }
.head { block-size: 56px; justify-content: space-between; }
.row { block-size: 60px; }
.row:last-child { border: 0; }
.bone { block-size: 12px; border-radius: 4px; opacity: 0.7; background: var(--frame-line); animation: breathe 1.6s ease-in-out infinite; }
.bone.title { inline-size: 120px; block-size: 16px; }
.bone.button { inline-size: 96px; block-size: 32px; border-radius: 6px; }
.bone.mark { inline-size: 32px; block-size: 32px; border-radius: 8px; flex: none; }
.bone.line { inline-size: 46%; }
.row:nth-child(odd) .bone.line { inline-size: 34%; }
.bone.end { inline-size: 56px; margin-inline-start: auto; }
@keyframes breathe { 50% { opacity: 0.4; } }
@media (prefers-reduced-motion: reduce) { .bone { animation: none; } }
.frame.error { display: grid; place-content: center; justify-items: center; gap: 8px; padding: 24px; text-align: center; }
.error p { margin: 0; max-inline-size: 44ch; color: var(--frame-muted); overflow-wrap: anywhere; }
.error p:first-child { color: var(--frame-text); font-weight: 600; }
.error button {
  all: unset; box-sizing: border-box; cursor: pointer; margin-block-start: 8px; padding: 6px 14px; font-weight: 600;
  border: 1px solid var(--portal-color-line-strong, var(--frame-muted)); border-radius: var(--portal-radius-medium, 6px);
}
.error button:focus-visible { outline: 2px solid var(--frame-focus); outline-offset: 2px; }
@media (forced-colors: active) { .error button { border-color: ButtonText; } }
`;

let shared: CSSStyleSheet | undefined;

/** The style sheet of what this file makes, shared by all elements. */
export function frameSheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(STYLES);
  }
  return shared;
}

interface Words {
  readonly loading: string;
  readonly title: string;
  readonly signedOut: string;
  readonly again: string;
  readonly advice: Readonly<Record<LoadErrorCode | "signedOut", string>>;
}

const LATER = "Try again in a moment. If it stays like this, tell the people who run this site.";
const LATER_DE = "Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie den Betreibern dieser Seite Bescheid.";
const WORDS: Readonly<Record<"en" | "de", Words>> = {
  en: {
    loading: "Loading",
    title: "This part of the page could not be loaded",
    signedOut: "You are signed out",
    again: "Try again",
    advice: {
      configuration: "It is not set up completely. Please tell the people who run this site.",
      credential: "Your sign-in could not be confirmed. Sign in again, then try once more.",
      network: "Check your connection, then try again.",
      session: "Your session has ended. Reload the page to sign in again.",
      server: LATER,
      module: LATER,
      crash: LATER,
      signedOut: "Reload the page to sign in again.",
    },
  },
  de: {
    loading: "Wird geladen",
    title: "Dieser Teil der Seite konnte nicht geladen werden",
    signedOut: "Sie sind abgemeldet",
    again: "Erneut versuchen",
    advice: {
      configuration: "Er ist nicht vollständig eingerichtet. Bitte sagen Sie den Betreibern dieser Seite Bescheid.",
      credential: "Ihre Anmeldung konnte nicht bestätigt werden. Melden Sie sich neu an und versuchen Sie es noch einmal.",
      network: "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
      session: "Ihre Sitzung ist beendet. Laden Sie die Seite neu, um sich wieder anzumelden.",
      server: LATER_DE,
      module: LATER_DE,
      crash: LATER_DE,
      signedOut: "Laden Sie die Seite neu, um sich wieder anzumelden.",
    },
  },
};

/** A frame that speaks the language, as far as there are words in it. */
function frameOf(locale: string, part: string): [HTMLElement, Words] {
  const language = locale.split(/[-_]/)[0]?.toLowerCase() === "de" ? "de" : "en";
  const frame = element("div", `frame ${part}`);
  frame.lang = language;
  frame.part.add(part);
  return [frame, WORDS[language]];
}

/** The skeleton, in the size of a widget with little in it. */
export function skeleton(locale: string): HTMLElement {
  const [frame, say] = frameOf(locale, "skeleton");
  frame.role = "status";
  frame.ariaBusy = "true";
  frame.ariaLabel = say.loading;
  const head = element("div", "head");
  head.append(element("div", "bone title"), element("div", "bone button"));
  frame.append(head);
  for (let row = 0; row < 6; row++) {
    const line = element("div", "row");
    line.append(element("div", "bone mark"), element("div", "bone line"), element("div", "bone end"));
    frame.append(line);
  }
  return frame;
}

/** What failed, what to do about it, and a button for another try where there is one. */
export function failure(
  locale: string,
  code: LoadErrorCode | "signedOut",
  requestId?: string,
  retry?: () => void,
): HTMLElement {
  const [frame, say] = frameOf(locale, "error");
  frame.role = retry ? "alert" : "status";
  frame.append(
    element("p", "", retry ? say.title : say.signedOut),
    element("p", "", say.advice[code] + (requestId ? ` (${requestId})` : "")),
  );
  if (retry) {
    const button = element("button", "", say.again);
    button.addEventListener("click", retry);
    frame.append(button);
  }
  return frame;
}

function element<Name extends "div" | "p" | "button">(name: Name, className: string, text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
