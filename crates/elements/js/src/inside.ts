/**
 * What is needed when a widget runs, and not before: the build puts it into one file with the module's glue, which is
 * `module-glue` here.
 */
import init, { arrived, endSessions, onWanted } from "module-glue";
import { keepInside } from "./keep-inside.js";
import { MountPoint } from "./mountpoint.js";

export { disconnect, forget, mount, onMissing, provide, styles } from "module-glue";

/** What the module's file has to hash to; the build fills it in. */
declare const MODULE_INTEGRITY: string;

/** The same for what the module needs once somebody does something with its widgets. */
declare const LATER_INTEGRITY: string;

/** Gets the second module; more than one call is one download. */
let fetchLater: () => void = () => {};

/** Downloads the module from this address and starts it; the second one comes from the other address when it is wanted. */
export async function start(address: URL, laterAddress: URL): Promise<void> {
  const a = await init({ module_or_path: fetch(address, { integrity: MODULE_INTEGRITY }) });
  let wanted = false;
  let asked: Promise<unknown> | undefined;
  fetchLater = () => {
    asked ??= second(laterAddress, a).then(
      () => arrived(true),
      (error: unknown) => {
        asked = undefined;
        // Where nobody waits for it, it is asked for again when somebody does.
        if (!wanted) return;
        wanted = false;
        console.error(`${laterAddress}: ${error}`);
        arrived(false);
      },
    );
  };
  onWanted(() => {
    wanted = true;
    fetchLater();
  });
}

/** The second module of an instance, whose exports are all that it imports. */
async function second(address: URL, a: WebAssembly.Exports): Promise<unknown> {
  const answer = await fetch(address, { integrity: LATER_INTEGRITY });
  // Whatever its type is said to be: the first one came, too.
  return WebAssembly.instantiate(await answer.arrayBuffer(), { a } as never);
}

/** Ends every session at the server and forgets it. */
export function logout(): Promise<void> {
  return new Promise((resolve, reject) => {
    endSessions((failure) => (failure === undefined ? resolve() : reject(new Error(failure))));
  });
}

/** Somebody is about to do something with a widget: a pointer is over it, or a finger, or the focus is in it. */
const INTEREST = ["pointerover", "focusin"];

/** What is about typing, and about files: the page has shortcuts and drop zones of its own. */
const INNER_EVENTS = [
  "keydown", "keyup", "keypress", "beforeinput", "input", "compositionstart", "compositionupdate", "compositionend",
  "cut", "copy", "paste", "dragenter", "dragover", "dragleave", "drop",
];

/** A place for a widget that is to be shown in this shadow root. */
export function place(root: ShadowRoot): MountPoint {
  for (const type of INNER_EVENTS) {
    // In the bubbling phase the widget's own listeners, further down, have run already.
    root.addEventListener(type, keepInside);
  }
  for (const type of INTEREST) {
    root.addEventListener(type, () => fetchLater(), { once: true, passive: true });
  }
  return new MountPoint(root.host as HTMLElement);
}
