// The vendor's own page around the widgets: who is signed in, colours, language, addresses of views.
import { configure, logout } from "/portal/portal.js";
import { me } from "./account.js";

const german = {
  skip: "Zum Inhalt", shipments: "Sendungen", account: "Konto", sign_out: "Abmelden",
  heading: "Ihr Konto", between: "Alles Offene zwischen uns und", contact: "Ihre Ansprechpartnerin",
  contact_role: "Ihre Kundenbetreuerin", write: "Mara schreiben", status: "Vorgänge",
  requests: "Anfragen", documents: "Dokumente", members: "Personen", dark: "Dunkle Farben",
  light: "Helle Farben",
};
const root = document.documentElement;
const english = { dark: "Dark colours", light: "Light colours" };
const originals = new Map();

/** Shows the page in a language; the widgets follow. */
function speak(language) {
  root.lang = language;
  for (const [attribute, selector] of [["textContent", "[data-text]"], ["ariaLabel", "[data-label]"]]) {
    for (const node of document.querySelectorAll(selector)) {
      if (!originals.has(node)) originals.set(node, node[attribute]);
      const key = node.dataset.text ?? node.dataset.label;
      node[attribute] = language === "de" ? german[key] : originals.get(node);
    }
  }
  const other = language === "de" ? { lang: "en", text: "EN", label: "English" } : { lang: "de", text: "DE", label: "Deutsch" };
  const button = document.getElementById("language");
  Object.assign(button, { lang: other.lang, textContent: other.text, ariaLabel: other.label });
  configure({ locale: language === "en" ? "en-GB" : language });
  colour(root.dataset.scheme);
}

/** Shows the page in a colour scheme; the widgets follow. */
function colour(scheme) {
  root.dataset.scheme = scheme;
  const words = root.lang === "de" ? german : english;
  document.getElementById("scheme").ariaLabel = scheme === "dark" ? words.light : words.dark;
  configure({ scheme });
}

function remember(key, value) {
  localStorage.setItem(key, value);
  return value;
}

for (const node of document.querySelectorAll("[data-me]")) {
  const initials = me.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  node.textContent = { ...me, initials }[node.dataset.me];
}

speak(localStorage.getItem("language") ?? "en");

document.getElementById("scheme").addEventListener("click", () =>
  colour(remember("scheme", root.dataset.scheme === "dark" ? "light" : "dark")));
document.getElementById("language").addEventListener("click", () =>
  speak(remember("language", root.lang === "de" ? "en" : "de")));

// A widget says where it is; the page puts that into its own address, so that it can be shared and reloaded.
const widget = (name) => document.querySelector(`portal-${CSS.escape(name)}`);

for (const [name, view] of new URLSearchParams(location.hash.slice(1))) {
  widget(name)?.setAttribute("view", view);
}
document.addEventListener("portal-navigate", (event) => {
  let name = event.target.localName.replace("portal-", "");
  const view = event.detail.view;
  if (name === "requests" && view.startsWith("case_")) {
    // What a request became is shown by another widget.
    event.preventDefault();
    name = "status";
    widget(name).setAttribute("view", view);
    widget(name).scrollIntoView({ behavior: "smooth" });
  }
  const views = new URLSearchParams(location.hash.slice(1));
  if (view) views.set(name, view);
  else views.delete(name);
  history.replaceState(null, "", `#${views}`);
});

// Signing out of the product ends the widgets' sessions, too.
for (const form of document.querySelectorAll("form[action$='sign-out']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await logout();
    form.submit();
  });
}
