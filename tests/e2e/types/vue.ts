/// <reference types="@loggia/elements/vue" />
// What Vue's templates are checked with.
import type { GlobalComponents } from "vue";

type Status = InstanceType<GlobalComponents["portal-status"]>;
declare const status: Status;

status.$emit("portal-navigate", new CustomEvent("portal-navigate", { detail: { view: "case_01k" } }));
// @ts-expect-error: there is no such event.
status.$emit("portal-nothing");

export const props: Partial<Status["$props"]> = { view: "case_01k", scheme: "dark", theme: { "color.accent": "red" } };
// @ts-expect-error: there is no such scheme.
export const pink: Partial<Status["$props"]> = { scheme: "pink" };
