// The whole integration: the widgets' script, the portal's server, and where to get a client secret.
import { configure } from "/portal/portal.js";

export const me = await (await fetch("me")).json();

configure({
  server: me.portal_url,
  fetchClientSecret: async () => (await fetch("portal-session", { method: "POST" })).json(),
});
