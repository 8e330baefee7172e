/**
 * What a page can rely on: the one table of tags, attributes, properties, methods, events, parts and states.
 * Types come from it, tests check the elements against it. The shim imports types of it only: it costs no download.
 * CSS custom properties are the theme's tokens: `color.accent` is `--portal-color-accent`.
 */
export const contract = {
  elements: {
    "portal-status": "Where my requests stand: who must act, by when, what changed.",
    "portal-documents": "Every file between us: upload, versions, download.",
    "portal-requests": "Ask for something in a guided form.",
    "portal-members": "Who has access to our account, and with which rights.",
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
    "portal-session-expired": "The session ended and could not be renewed.",
  },
  parts: {
    skeleton: "What is shown until the widget is there.",
    error: "What is shown when the widget could not start.",
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
