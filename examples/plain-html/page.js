// The vendor's own page around the widgets: who is signed in, colours, language, addresses of views.
import { configure, logout } from "/portal/portal.js";
import { me } from "./account.js";
import { speak } from "./language.js";

const root = document.documentElement;
const colours = {
  en: { dark: "Dark colours", light: "Light colours" },
  de: { dark: "Dunkle Farben", light: "Helle Farben" },
};

/** Shows the page in a language; the widgets follow. */
function talk(language) {
  speak(language);
  const other = language === "de" ? { lang: "en", text: "EN", label: "English" } : { lang: "de", text: "DE", label: "Deutsch" };
  const button = document.getElementById("language");
  Object.assign(button, { lang: other.lang, textContent: other.text, ariaLabel: other.label });
  configure({ locale: language === "en" ? "en-GB" : language });
  colour(root.dataset.scheme);
}

/** Shows the page in a colour scheme; the widgets follow. */
function colour(scheme) {
  root.dataset.scheme = scheme;
  document.getElementById("scheme").ariaLabel = colours[root.lang][scheme === "dark" ? "light" : "dark"];
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

talk(root.lang);

document.getElementById("scheme").addEventListener("click", () =>
  colour(remember("scheme", root.dataset.scheme === "dark" ? "light" : "dark")));
document.getElementById("language").addEventListener("click", () =>
  talk(remember("language", root.lang === "de" ? "en" : "de")));

// A widget says where it is; the page puts that into its own address, so that it can be shared and reloaded.
const widget = (name) => document.querySelector(`portal-${CSS.escape(name)}`);

const views = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

for (const [name, view] of views()) widget(name)?.setAttribute("view", view);

// Back and forward. An anchor of the page is no view.
addEventListener("popstate", () => {
  if (location.hash && !location.hash.includes("=")) return;
  const now = views();
  for (const name of ["status", "documents", "requests", "members", "audit-log", "api-keys"]) {
    const view = now.get(name) ?? "";
    if ((widget(name)?.getAttribute("view") ?? "") !== view) widget(name)?.setAttribute("view", view);
  }
});
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
  const now = views();
  if (view) now.set(name, view);
  else now.delete(name);
  history.pushState(null, "", `#${now}`);
});

// Signing out of the product ends the widgets' sessions, too. If that fails, they end by themselves before long.
for (const form of document.querySelectorAll("form[action$='sign-out']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await logout().catch(console.error);
    form.submit();
  });
}
