import { configure } from "/portal/widgets/portal.js";

const { csrf, organization } = document.querySelector("main").dataset;
const widget = document.querySelector("[data-widget]");
const shown = () => new URLSearchParams(location.search).get("view") ?? "";

// The session itself is in a cookie that no script can read. This only shows that the page asks, and for whom.
let asked = false;
configure({
  server: location.origin,
  locale: document.documentElement.lang,
  async fetchClientSecret() {
    // Asked again: the session may have ended. Whoever is signed out is asked to sign in, and comes back here.
    if (asked && (await fetch("/account", { method: "HEAD", redirect: "manual" })).type === "opaqueredirect") location.reload();
    asked = true;
    return `csrf_${csrf}.${organization}`;
  },
});
const show = () => (shown() ? widget.setAttribute("view", shown()) : widget.removeAttribute("view"));
show();
widget.addEventListener("portal-navigate", ({ detail: { view } }) => {
  if (view !== shown()) history.pushState(null, "", view ? `?view=${encodeURIComponent(view)}` : location.pathname);
});
addEventListener("popstate", show);
widget.addEventListener("portal-session-expired", () => location.reload());

// The list of organizations closes as menus do.
const list = document.querySelector("details.switch");
addEventListener("click", ({ target }) => list?.contains(target) || list?.removeAttribute("open"));
list?.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && list.open) {
    list.open = false;
    list.querySelector("summary").focus();
  }
});
