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

/** What is said here, in English, in the order of `Word`; the build fills it in. */
declare const WORDS: readonly string[];

/** What a skeleton is called in each language; the build fills it in. */
declare const LOADING: Readonly<Record<string, string>>;

const Word = { title: 1, signedOut: 2, again: 3, advice: 4 } as const;
const ADVICE = ["configuration", "credential", "network", "session", "later", "signedOut"];

/** What is said here in each language whose texts are there. They are the last ones of a language. */
const words = new Map<string, readonly string[]>();

/** Fetches what is said here in a language. */
export function speak(locale: string): void {
  const language = languageOf(locale);
  textOf(language).then(
    (text) => words.set(language, text.trimEnd().split("\n").slice(-WORDS.length)),
    // The module says that it failed.
    () => {},
  );
}

function frameOf(language: string, part: string): HTMLElement {
  const frame = element("div", `frame ${part}`);
  frame.lang = language;
  frame.dir = language === "ar" ? "rtl" : "ltr";
  frame.part.add(part);
  return frame;
}

/** The skeleton, in the size of a widget with little in it. */
export function skeleton(locale: string): HTMLElement {
  const language = languageOf(locale);
  const frame = frameOf(language, "skeleton");
  frame.role = "status";
  frame.ariaBusy = "true";
  frame.ariaLabel = LOADING[language] ?? "";
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
  const wanted = languageOf(locale);
  const known = words.get(wanted);
  const say = known ?? WORDS;
  const frame = frameOf(known ? wanted : "en", "error");
  const at = ADVICE.indexOf(code);
  frame.role = retry ? "alert" : "status";
  frame.append(
    element("p", "", say[retry ? Word.title : Word.signedOut]),
    element("p", "", say[Word.advice + (at < 0 ? ADVICE.indexOf("later") : at)] + (requestId ? ` (${requestId})` : "")),
  );
  if (retry) {
    const button = element("button", "", say[Word.again]);
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
