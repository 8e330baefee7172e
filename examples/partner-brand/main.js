// A partner's page: the tags have the partner's name, and the look is the one of its brand at the server, which the API
// key of its backend belongs to. What this page adds to it is in style.css.
import { configure, define } from "@loggia/elements/elements";

define({ prefix: "juniper" });
configure({
  server: import.meta.env.VITE_PORTAL_SERVER,
  locale: "en-GB",
  async fetchClientSecret() {
    const answer = await fetch("/portal-session", { method: "POST" });
    if (!answer.ok) throw new Error(`The backend gives out no client secret: ${answer.status}`);
    return answer.json();
  },
});
