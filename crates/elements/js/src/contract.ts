import type { LoadError, Navigation } from "./events.js";
import type { Action, Extensions } from "./extensions.js";
import type { FetchClientSecret } from "./secrets.js";
import type { Density, Scheme } from "./settings.js";
import type { ThemeOverrides } from "./theme.js";

/**
 * What a page can rely on: the one table of tags, attributes, properties, methods, events, slots, parts and states.
 * Types, the custom elements manifest and the reference come from it, tests check the elements against it. The shim
 * imports types of it only: it costs no download.
 * CSS custom properties are the theme's tokens, whose table is that of `loggia-theme`: `color.accent` is
 * `--portal-color-accent`. What a page's style sheet sets on an element wins over the session's theme, and the property
 * `theme` over both.
 */
export const contract = {
  elements: {
    "portal-status": "Where my requests stand: who must act, by when, what changed.",
    "portal-documents": "Every file between us: upload, versions, download.",
    "portal-requests": "Ask for something in a guided form.",
    "portal-members": "Who has access to our account, and with which rights.",
    "portal-audit-log": "Who did what, when and from where.",
    "portal-api-keys": "Which programs may work with our data.",
  },
  attributes: {
    server: { type: "string", says: "Base URL of the portal server. Default: what `configure` was given." },
    scheme: { type: "Scheme", says: "`light`, `dark` or `auto` (follows the system, live). Default: `auto`." },
    density: { type: "Density", says: "`comfortable` or `compact`. Default: `comfortable`." },
    locale: { type: "string", says: "Language to speak, a BCP 47 tag. Default: the session's." },
    view: { type: "string", says: "What is shown inside the widget, such as a case's id: a deep link." },
  },
  properties: {
    fetchClientSecret: {
      type: "FetchClientSecret",
      says: "Called for a client secret: at first, before it expires and when it is refused.",
    },
    extensions: {
      type: "Extensions",
      says: "What the page adds: `pages`, `columns` of tables, `actions` of items and of the widget.",
    },
    theme: { type: "ThemeOverrides", says: "Design tokens to override, by path: `{ \"color.accent\": \"#7a3cff\" }`." },
  },
  methods: {
    reload: "Starts the widget again.",
  },
  events: {
    "portal-ready": { detail: "null", cancelable: false, says: "The widget is there and has a session." },
    "portal-load-error": {
      detail: "LoadError",
      cancelable: true,
      says: "The widget could not start; `detail.code` says why. Cancel it to show nothing.",
    },
    "portal-navigate": {
      detail: "Navigation",
      cancelable: true,
      says: "The view changes to `detail.view`. Cancel it to keep the `view` attribute as it is.",
    },
    "portal-action": {
      detail: "Action",
      cancelable: false,
      says: "An action of the page's own is wanted: `detail.action`, for `detail.item`.",
    },
    "portal-session-expired": {
      detail: "null",
      cancelable: false,
      says: "The session ended and could not be renewed. Told once, until it could be again.",
    },
  },
  slots: {
    empty: "What is shown where the widget has nothing to show yet, in place of its own words.",
    "page-*": "The content of a page of the page's own, by its key: `page-billing`.",
    "column-*-*": "What a column of the page's own shows for an item, by key and id: `column-contract-doc_01...`.",
  },
  parts: {
    skeleton: "What is shown until the widget is there.",
    error: "What is shown when the widget could not start.",
    root: "Everything inside the widget.",
    page: "A page of the page's own.",
    facts: "Status: what columns of the page's own say of the case that is open.",
    widget: "The frame with its border. It is as high as the skeleton at least.",
    header: "The line with title, count and actions.",
    title: "The widget's name.",
    state: "What is shown where there is nothing to show: empty, failed, not allowed.",
    support: "The link to the people who help.",
    button: "A button with words.",
    "icon-button": "A button with an icon only.",
    "menu-button": "The button that opens a menu of actions.",
    menu: "A menu of actions.",
    dialog: "A dialog.",
    toasts: "Where short notices are.",
    toast: "A short notice.",
    table: "A table.",
    row: "One of its rows.",
    search: "A search field.",
    field: "A control with its label, hint and error.",
    input: "A control for text.",
    select: "A control for one of many values.",
    checkbox: "A control for yes or no.",
    choices: "A control for one or several of a few values.",
    "file-picker": "The control that chooses files.",
    progress: "How far something is.",
    pill: "A word that says in which state something is.",
    list: "Status: the cases.",
    case: "Status: one of them.",
    detail: "Status: the case that is open.",
    lead: "Status: who must act, and by when.",
    milestones: "Status: where the case stands.",
    timeline: "Status: what happened.",
    reply: "Status: the form for a reply.",
    path: "Documents: the folder that is open.",
    documents: "Documents of a case.",
    upload: "Documents: a file on its way.",
    versions: "Documents: the versions of one.",
    entry: "Audit log: all of an entry.",
    key: "API keys: all of a key.",
    catalogue: "Requests: what can be asked for.",
    request: "Requests: one of it.",
    drafts: "Requests: what was begun and is not sent.",
    form: "Requests: the form.",
    callout: "Requests: something to know, or to decide, before going on.",
    "save-line": "Requests: whether the answers are saved. `data-state`: `idle`, `saving`, `saved`, `waiting`, `failed`.",
    "error-summary": "Requests: what needs attention before the form can be sent.",
    review: "Requests: the answers, before they are sent.",
    receipt: "Requests: what was sent.",
  },
  states: {
    dark: "The dark scheme is shown: `portal-status:state(dark)`.",
    ready: "The widget is there.",
  },
} as const;

type Contract = typeof contract;

/** What the types in the table are called, in TypeScript. */
interface Types {
  string: string;
  Scheme: Scheme;
  Density: Density;
  FetchClientSecret: FetchClientSecret;
  ThemeOverrides: ThemeOverrides;
  Extensions: Extensions;
  Action: Action;
  null: null;
  LoadError: LoadError;
  Navigation: Navigation;
}

/** A tag of this package. */
export type TagName = keyof Contract["elements"];

/** An attribute that every element observes. */
export type AttributeName = keyof Contract["attributes"];

/** The attributes of every element. */
export type ElementAttributes = {
  [Name in AttributeName]?: Types[Contract["attributes"][Name]["type"]] | undefined;
};

/** The properties of every element that are no attributes. */
export type ElementProperties = {
  [Name in keyof Contract["properties"]]?: Types[Contract["properties"][Name]["type"]] | undefined;
};

/** The events of every element, by name. */
export type PortalEventMap = {
  [Name in keyof Contract["events"]]: CustomEvent<Types[Contract["events"][Name]["detail"]]>;
};
