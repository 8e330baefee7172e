/// <reference types="@loggia/elements/svelte" />
// What Svelte's templates are checked with.
import type { SvelteHTMLElements } from "svelte/elements";

type Status = SvelteHTMLElements["portal-status"];

export const props: Status = { view: "case_01k", scheme: "dark", "onportal-navigate": (event) => event.detail.view.trim() };
// @ts-expect-error: there is no such scheme.
export const pink: Status = { scheme: "pink" };
// @ts-expect-error: a navigation has no such detail.
export const elsewhere: Status = { "onportal-navigate": (event) => event.detail.elsewhere };
