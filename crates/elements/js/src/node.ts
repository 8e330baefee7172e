/**
 * What Node.js gets for the package: a page that is rendered there imports the same modules as in the browser, and has no
 * elements to define yet.
 */
import type { Definition, Settings } from "./portal.js";

export { skeletonHtml, type SkeletonOptions } from "./server.js";

/** Stands where the elements' class is in a browser. */
export class PortalElement {}

/** Does nothing here. */
export function define(_definition?: Definition): void {}

/** Does nothing here. */
export function configure(_settings: Settings): void {}

/** Does nothing here. */
export async function logout(): Promise<void> {}

/** Does nothing here. */
export function autoload(): void {}
