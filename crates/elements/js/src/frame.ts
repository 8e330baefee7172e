import type { LoadErrorCode } from "./events.js";

/** `frame.css`; the build fills it in, minified. */
declare const FRAME_STYLES: string;

let shared: CSSStyleSheet | undefined;

/** The style sheet of what this file makes, shared by all elements. */
export function frameSheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(FRAME_STYLES);
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
