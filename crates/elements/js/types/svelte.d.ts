// The elements in Svelte's templates: `/// <reference types="@loggia/elements/svelte" />` in any file, or `types` in tsconfig.json.
import type { HTMLAttributes } from "svelte/elements";
import type { ElementAttributes, ElementProperties, PortalElement, PortalEventMap, TagName } from "./portal.js";

type Handlers = { [Name in keyof PortalEventMap as `on${Name}`]?: ((event: PortalEventMap[Name]) => void) | undefined };

type Attributes = ElementAttributes & ElementProperties & Handlers & Omit<HTMLAttributes<PortalElement>, keyof ElementAttributes>;

type Elements = { [Tag in TagName]: Attributes };

declare module "svelte/elements" {
  interface SvelteHTMLElements extends Elements {}
}
