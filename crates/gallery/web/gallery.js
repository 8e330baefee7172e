// The gallery's page. Its address says what it shows: ?page=status&theme=juniper&scheme=dark&locale=de&width=360,
// cell=... for one cell by itself, and edit=1 for the theme editor beside it. `data-ready` on the root element says that everything shown is what it will be.

import { add } from "./additions.js";
import { edit, kept, look } from "./editor.js";
import { open, serve, serverOf } from "./server.js";

const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const gallery = await (await fetch("gallery.json")).json();

const settings = {
  theme: asked.get("theme") ?? "default",
  scheme: asked.get("scheme") ?? "light",
  locale: asked.get("locale") ?? "en",
  density: asked.get("density") ?? "comfortable",
  width: asked.get("width") ?? "",
};
let theme = gallery.themes.find((one) => one.name === settings.theme) ?? gallery.themes[0];
const editing = asked.has("edit");
const edited = editing && (await begin());
if (edited) theme = edited.theme;
serve(gallery, () => theme);
root.dataset.scheme = settings.scheme;

const { configure } = await import("./widgets/portal.js");
configure({
  scheme: settings.scheme,
  density: settings.density,
  locale: settings.locale,
  fetchClientSecret: async () => ({ client_secret: "cs_gallery", expires_at: new Date(Date.now() + 9e5).toISOString() }),
});

const shows = asked.get("page") ?? "primitives";
const only = asked.get("cell");
toolbar();
const cells = document.querySelector("#cells");
const show = { primitives, contract }[shows] ?? widgets;
const waits = await show();
await Promise.all(waits);
if (edited) edit(document.querySelector("#editor"), gallery, edited, wear);
await settled();
root.dataset.ready = "true";

/** The theme that is edited: the one of before, or else the one that was looked at. */
async function begin() {
  document.querySelector("#editor").hidden = false;
  const extended = settings.theme === "default" ? {} : { extends: settings.theme };
  const anew = { $extensions: { portal: { name: "brand", ...extended } } };
  // What was kept may be of another time.
  return look({ tokens: kept() ?? anew }).catch(() => look({ tokens: anew }));
}

/** Shows everything on the page in a theme, as it stands there. */
function wear(next) {
  theme = next;
  const worn = { ...theme.light, ...(settings.scheme === "dark" && theme.dark) };
  const names = [...new Set(gallery.cells.map((cell) => `portal-${cell.widget}`))];
  const lines = Object.entries(worn).map(([property, value]) => `${property}: ${value};`);
  wear.sheet ??= new CSSStyleSheet();
  wear.sheet.replaceSync(`${names.join()} { ${lines.join(" ")} }`);
  if (!document.adoptedStyleSheets.includes(wear.sheet)) document.adoptedStyleSheets.push(wear.sheet);
  for (const host of cells.querySelectorAll("section > div")) dress(host.shadowRoot.querySelector(".portal"));
}

/** Gives a primitive's root element the theme. */
function dress(portal) {
  const dark = settings.scheme === "dark" ? theme.dark : {};
  for (const [property, value] of Object.entries({ ...theme.light, ...dark })) portal.style.setProperty(property, value);
}

/** The links to the pages, and what they are looked at with. */
function toolbar() {
  const pages = ["primitives", ...new Set(gallery.cells.map((cell) => cell.widget)), "contract"];
  document.querySelector("#pages").append(
    ...pages.map((page) => {
      const link = Object.assign(document.createElement("a"), { textContent: page, href: address({ page, cell: "" }) });
      if (page === shows) link.setAttribute("aria-current", "page");
      return link;
    }),
  );
  const form = document.querySelector("#settings");
  form.theme.append(...gallery.themes.map(({ name }) => new Option(name)));
  form.locale.append(...gallery.locales.map((name) => new Option(name)));
  for (const [name, value] of Object.entries(settings)) form[name].value = value;
  const button = document.querySelector("#edit");
  button.textContent = editing ? "Close the editor" : "Edit the theme";
  button.href = address({ edit: editing ? "" : "1" });
  form.theme.disabled = editing;
  form.addEventListener("change", () => location.assign(address(Object.fromEntries(new FormData(form)))));
}

function address(change) {
  const next = { ...Object.fromEntries(asked), ...change };
  return `?${new URLSearchParams(Object.entries(next).filter(([, value]) => value))}`;
}

/** A place with a head above it. */
function section(id, title, content) {
  const made = document.createElement("section");
  const head = document.createElement("h2");
  head.append(title, Object.assign(document.createElement("a"), { textContent: "alone", href: address({ cell: id }) }));
  head.lastChild.setAttribute("aria-label", `${title}, alone`);
  made.append(head, ...(content ? [content] : []));
  if (settings.width) made.style.setProperty("--width", `${settings.width}px`);
  return made;
}

function wanted(id, alone) {
  return only ? only === id : !alone;
}

/** A link to what can only be shown by itself. */
function elsewhere(id, title) {
  const note = document.createElement("p");
  note.append(Object.assign(document.createElement("a"), { textContent: `${title} lies over the page: see it alone.`, href: address({ cell: id }) }));
  return section(id, title, note);
}

function widgets() {
  const waits = [];
  for (const cell of gallery.cells.filter(({ widget }) => widget === shows)) {
    if (!wanted(cell.id, cell.alone)) {
      if (!only) cells.append(elsewhere(cell.id, cell.title));
      continue;
    }
    const element = document.createElement(`portal-${cell.widget}`);
    element.id = cell.id;
    element.setAttribute("server", serverOf(cell.state));
    if (cell.view) element.setAttribute("view", cell.view);
    if (cell.extended) add(element);
    element.fetchClientSecret = async () => ({ client_secret: `cs_${cell.state}` });
    waits.push(shown(element).then(() => clicks(element, cell.clicks ?? [])));
    cells.append(section(cell.id, cell.title, element));
  }
  return waits;
}

function shown(element) {
  return new Promise((resolve) => {
    element.addEventListener("portal-ready", resolve);
    element.addEventListener("portal-load-error", resolve);
  });
}

async function clicks(element, selectors) {
  for (const selector of selectors) {
    await settled();
    const found = element.shadowRoot.querySelector(selector);
    if (!found) throw new Error(`${element.id}: there is no ${selector}`);
    found.click();
  }
}

/** Waits until no answer is on its way and what came is drawn. */
async function settled() {
  for (let quiet = 0; quiet < 3; quiet = open ? 0 : quiet + 1) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
  }
}

async function primitives() {
  const locale = gallery.locales.includes(settings.locale) ? settings.locale : "en";
  const [specimens, css] = await Promise.all([
    fetch(`primitives-${locale}.json`).then((answer) => answer.json()),
    fetch("primitives.css").then((answer) => answer.text()),
  ]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css}
    .gallery-row { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin-block: 8px }
    .gallery-stack { display: grid; gap: 16px; max-width: 480px }`);
  for (const { name, html, alone } of specimens) {
    const id = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
    if (!wanted(id, alone)) {
      if (!only) cells.append(elsewhere(id, name));
      continue;
    }
    const host = document.createElement("div");
    host.id = id;
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.innerHTML = html;
    const portal = shadow.querySelector(".portal");
    portal.dataset.scheme = settings.scheme;
    portal.dataset.density = settings.density;
    dress(portal);
    cells.append(section(id, name, host));
    shadow.querySelector("dialog")?.showModal();
    if (alone) shadow.querySelector("[popover]:not(dialog):not(.portal-toast)")?.showPopover();
  }
  return [];
}

/** What a page can rely on, as the package's manifest has it. */
function contract() {
  const elements = gallery.manifest.modules.flatMap((module) => module.declarations ?? []).filter((made) => made.customElement);
  const table = (title, rows) => {
    const made = document.createElement("table");
    made.append(Object.assign(document.createElement("caption"), { textContent: title }));
    for (const [name, ...rest] of rows) {
      const row = made.insertRow();
      row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: name }));
      for (const text of rest) row.insertCell().textContent = text ?? "";
    }
    const place = Object.assign(document.createElement("div"), { className: "wide", tabIndex: 0, role: "region", ariaLabel: title });
    place.append(made);
    if (rows.length) cells.append(place);
  };
  table("Elements", elements.map((made) => [`<${made.tagName}>`, made.description]));
  // They are the same for every element.
  const [{ attributes = [], events = [], members = [], cssParts = [], cssStates = [], cssProperties = [], slots = [] }] = elements;
  table("Attributes", attributes.map((one) => [one.name, one.type?.text, one.description]));
  table("Properties and methods", members.map((one) => [one.name, one.type?.text ?? one.kind, one.description]));
  table("Events", events.map((one) => [one.name, one.type?.text, one.description]));
  table("Slots", slots.map((one) => [one.name, one.description]));
  table("Parts", cssParts.map((one) => [one.name, one.description]));
  table("States", cssStates.map((one) => [`:state(${one.name})`, one.description]));
  table("Custom properties", cssProperties.map((one) => [one.name, one.syntax ?? one.default, one.description]));
  return [];
}
