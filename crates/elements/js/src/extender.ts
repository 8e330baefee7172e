import { emit } from "./events.js";
import type { Extensions, Item } from "./extensions.js";

const KEY = /^[a-z0-9-]+$/;

/** Keys and titles of a list, one after the other, as the module reads them. */
function flat(list: readonly { readonly key: string; readonly title: string }[] | undefined, name: string): string[] {
  return (list ?? []).flatMap(({ key, title }, at, all) => {
    const wrong = (why: string) => new TypeError(`extensions.${name}[${at}].key: ${JSON.stringify(key)} ${why}`);
    if (typeof key !== "string" || !KEY.test(key)) throw wrong("is not of small letters, digits and hyphens");
    if (all.findIndex((one) => one.key === key) < at) throw wrong("is there twice");
    if (typeof title !== "string" || !title) throw new TypeError(`extensions.${name}[${at}].title is not set`);
    return [key, title];
  });
}

/** What a page adds to a widget, as the module asks for it. */
export class Extender {
  readonly pages: string[];
  readonly columns: string[];
  readonly actions: string[];
  readonly itemActions: string[];
  /** Whether there is any of these. */
  readonly adds: boolean;
  /** What slots are to have; nothing where that is left to the page's own elements. */
  readonly #values = new Map<string, string | Node | undefined>();
  #filling = false;

  /** @throws {TypeError} for what is none of it, by name. */
  constructor(
    readonly host: HTMLElement,
    readonly given: Extensions | undefined,
    /** What is in the page already, by slot: it stays until there is something else. */
    readonly cells: Map<string, HTMLElement>,
  ) {
    const actions = given?.actions ?? [];
    flat(actions, "actions");
    this.pages = flat(given?.pages, "pages");
    this.columns = flat(given?.columns, "columns");
    this.actions = flat(actions.filter((action) => action.of !== "item"), "actions");
    this.itemActions = flat(actions.filter((action) => action.of === "item"), "actions");
    this.adds = [this.pages, this.columns, actions].some((list) => list.length > 0);
  }

  /** A column's cell of an item is drawn: its slot gets what the page says. */
  fill(column: string, slot: string, kind: string, id: string, name: string): void {
    const value = this.given?.columns?.find(({ key }) => key === column)?.value;
    // What was there from an earlier `value` is not the page's word any more.
    if (!value && !this.cells.has(slot)) return;
    // Later: the module is on the stack, and the page's own code may lead back into it.
    queueMicrotask(() => {
      this.#values.set(slot, value && (this.#ask(() => value({ kind, id, name } as Item)) ?? ""));
      if (this.#filling) return;
      this.#filling = true;
      queueMicrotask(() => this.#fill());
    });
  }

  /** Whether an item has an action. */
  fits(action: string, kind: string, id: string, name: string): boolean {
    const fits = this.given?.actions?.find(({ key }) => key === action)?.fits;
    return !fits || this.#ask(() => fits({ kind, id, name } as Item)) === true;
  }

  /** An action is wanted. */
  act(action: string, kind?: string, id?: string, name?: string): void {
    const item = id === undefined ? undefined : ({ kind, id, name } as Item);
    queueMicrotask(() => emit(this.host, "portal-action", { action, item }));
  }

  /** Takes away what was put into the page. */
  remove(): void {
    for (const cell of this.cells.values()) cell.remove();
    this.cells.clear();
  }

  /** What the page answers, or nothing where it throws: a widget does not end by that. */
  #ask<Answer>(ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (error) {
      reportError(error);
      return undefined;
    }
  }

  #fill(): void {
    this.#filling = false;
    const slots = new Set([...(this.host.shadowRoot?.querySelectorAll("slot") ?? [])].map((slot) => slot.name));
    for (const [slot, cell] of this.cells) {
      if (slots.has(slot) && !(this.#values.has(slot) && this.#values.get(slot) === undefined)) continue;
      cell.remove();
      this.cells.delete(slot);
    }
    for (const [slot, value] of this.#values) {
      if (value === undefined || !slots.has(slot)) continue;
      let cell = this.cells.get(slot);
      if (!cell) {
        cell = document.createElement("span");
        cell.slot = slot;
        this.cells.set(slot, cell);
        this.host.append(cell);
      }
      cell.replaceChildren(value);
    }
    this.#values.clear();
  }
}
