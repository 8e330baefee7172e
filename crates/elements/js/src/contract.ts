/**
 * What a page can rely on: the one table of tags, attributes, properties, methods, events, parts and states.
 * Types come from it, tests check the elements against it. The shim imports types of it only: it costs no download.
 * CSS custom properties are the theme's tokens: `color.accent` is `--portal-color-accent`. What a page's style sheet sets
 * on an element wins over the session's theme, and the property `theme` over both.
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
    server: "Base URL of the portal server. Default: what `configure` was given.",
    scheme: "`light`, `dark` or `auto` (follows the system, live). Default: `auto`.",
    density: "`comfortable` or `compact`. Default: `comfortable`.",
    locale: "Language to speak, a BCP 47 tag. Default: the session's.",
    view: "What is shown inside the widget, such as a case's id: a deep link.",
  },
  properties: {
    fetchClientSecret: "Called for a client secret: at first, before it expires and when it is refused.",
    theme: "Design tokens to override, by path: `{ \"color.accent\": \"#7a3cff\" }`.",
  },
  methods: {
    reload: "Starts the widget again.",
  },
  events: {
    "portal-ready": "The widget is there and has a session.",
    "portal-load-error": "The widget could not start; `detail.code` says why. Cancel it to show nothing.",
    "portal-navigate": "The view changes to `detail.view`. Cancel it to keep the `view` attribute as it is.",
    "portal-session-expired": "The session ended and could not be renewed. Told once, until it could be again.",
  },
  parts: {
    skeleton: "What is shown until the widget is there.",
    error: "What is shown when the widget could not start.",
    root: "Everything inside the widget.",
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
    form: "Requests: the form.",
    "error-summary": "Requests: what needs attention before the form can be sent.",
    review: "Requests: the answers, before they are sent.",
    receipt: "Requests: what was sent.",
  },
  states: {
    dark: "The dark scheme is shown: `portal-status:state(dark)`.",
    ready: "The widget is there.",
  },
} as const;

/** A tag of this package. */
export type TagName = keyof typeof contract.elements;

/** An attribute that every element observes. */
export type AttributeName = keyof typeof contract.attributes;
