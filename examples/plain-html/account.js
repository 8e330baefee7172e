// The whole integration: the widgets' script, the portal's server, and where to get a client secret.
import { configure } from "/portal/portal.js";

export const me = await (await fetch("me")).json();

configure({
  server: me.portal_url,
  fetchClientSecret: async () => {
    const answer = await fetch("portal-session", { method: "POST" });
    if (!answer.ok) throw new Error(`The backend gives out no client secret: ${answer.status}`);
    return answer.json();
  },
});
