/**
 * What is needed when a widget runs, and not before: the build puts it into one file with the module's glue, which is
 * `module-glue` here.
 */
import init from "module-glue";
import { keepInside } from "./keep-inside.js";
import { MountPoint } from "./mountpoint.js";

export { disconnect, forget, logout, mount, onMissing, provide, styles } from "module-glue";

/** What the module's file has to hash to; the build fills it in. */
declare const MODULE_INTEGRITY: string;

/** Downloads the module from this address and starts it. */
export function start(address: URL): Promise<unknown> {
  return init({ module_or_path: fetch(address, { integrity: MODULE_INTEGRITY }) });
}

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
  return new MountPoint(root.host as HTMLElement);
}
