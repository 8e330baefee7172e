/** One thing that a widget shows, as additions are told of it. */
export interface Item {
  /** What it is. */
  readonly kind: "case" | "document" | "member" | "invitation" | "api_key" | "audit_event";
  /** Its id, as the API has it. */
  readonly id: string;
  /** What people know it by: a title, a file's name, a person's. */
  readonly name: string;
}

/** A page of the widget's own, behind a button in its header: `<div slot="page-KEY">`. Its view is `page/KEY`. */
export interface ExtraPage {
  /** Small letters, digits and hyphens. */
  readonly key: string;
  readonly title: string;
}

/**
 * A column of the tables of documents, members, API keys and the audit log, and a fact about an open case. Its cells are
 * slots, `column-KEY-ID`: filled by `value`, or by children of the element that have that `slot`.
 */
export interface ExtraColumn {
  /** Small letters, digits and hyphens. */
  readonly key: string;
  readonly title: string;
  /** What the item's cell shows: words, or a node. Set `extensions` anew when the answer is another one. */
  readonly value?: (item: Item) => string | Node | undefined;
}

/** An action: `portal-action` says that it is wanted. */
export interface ExtraAction {
  /** Small letters, digits and hyphens. */
  readonly key: string;
  readonly title: string;
  /** `item`: in the menu of each document, member, invitation and API key, and of an open case. Default: the widget's header. */
  readonly of?: "item" | "widget";
  /** Which items have it. Default: all. */
  readonly fits?: (item: Item) => boolean;
}

/** What a page adds to a widget. */
export interface Extensions {
  readonly pages?: readonly ExtraPage[];
  readonly columns?: readonly ExtraColumn[];
  readonly actions?: readonly ExtraAction[];
}

/** What a `portal-action` says. */
export interface Action {
  /** Its key. */
  readonly action: string;
  /** What it is wanted for; absent where it is in the widget's header. */
  readonly item?: Item | undefined;
}
