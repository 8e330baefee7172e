import type { LoadErrorCode } from "./events.js";
import { languageOf, textOf } from "./module.js";

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

/** What is said here as long as no language is there, in English, in the order of `element.ftl`; the build fills it in. */
declare const WORDS: readonly string[];

/** What has an advice of its own. Its lines come last, after that of all others. */
const ADVICE = ["configuration", "credential", "network", "session", "signedOut"];
const FIRST_ADVICE = 5;

/** What is said here in each language whose texts are there: their last lines. */
const words = new Map<string, readonly string[]>();

/** A frame that speaks the language: at once, and again when the language comes. */
function frameOf(locale: string, part: string, say: (words: readonly string[], frame: HTMLElement) => void): HTMLElement {
  const frame = element("div", `frame ${part}`);
  frame.part.add(part);
  const wanted = languageOf(locale);
  const speak = (language: string) => {
    frame.lang = language;
    frame.dir = language === "ar" ? "rtl" : "ltr";
    say(words.get(language) ?? WORDS, frame);
  };
  speak(words.has(wanted) ? wanted : "en");
  if (!words.has(wanted)) {
    textOf(wanted).then(
      (text) => {
        words.set(wanted, text.replace(/\n$/, "").split("\n").slice(-FIRST_ADVICE - ADVICE.length));
        speak(wanted);
      },
      // The module says that it failed.
      () => {},
    );
  }
  return frame;
}

/** The skeleton, in the size of a widget with little in it. */
export function skeleton(locale: string): HTMLElement {
  const frame = frameOf(locale, "skeleton", ([loading], frame) => (frame.ariaLabel = loading ?? null));
  frame.role = "status";
  frame.ariaBusy = "true";
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
  const frame = frameOf(locale, "error", (say, frame) => {
    frame.replaceChildren(
      element("p", "", say[retry ? 1 : 2]),
      element("p", "", (say[FIRST_ADVICE + ADVICE.indexOf(code)] ?? say[FIRST_ADVICE - 1]) + (requestId ? ` (${requestId})` : "")),
    );
    if (retry) {
      const button = element("button", "", say[3]);
      button.addEventListener("click", retry);
      frame.append(button);
    }
  });
  frame.role = retry ? "alert" : "status";
  return frame;
}

function element<Name extends "div" | "p" | "button">(name: Name, className: string, text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
