// The elements in Vue's templates: `/// <reference types="@loggia/elements/vue" />` in any file, or `types` in tsconfig.json.
import type { AllowedComponentProps, EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { ElementAttributes, ElementProperties, PortalElement, PortalEventMap, TagName } from "./portal.js";

type Emits = { [Name in keyof PortalEventMap]: (event: PortalEventMap[Name]) => void };

/** An element in a template, as Vue describes elements that are not its own. */
type Component = new () => PortalElement & {
  /** For templates only. */
  $props: ElementAttributes & ElementProperties & Partial<Omit<HTMLAttributes, keyof ElementAttributes>> & PublicProps & AllowedComponentProps;
  /** For templates only. */
  $emit: EmitFn<Emits>;
};

type Elements = { [Tag in TagName]: Component };

declare module "vue" {
  interface GlobalComponents extends Elements {}
}
