import { configure } from "/cdn/{portal.js}";

configure({
  server: "{server}",
  async fetchClientSecret() {
    const answer = await fetch("/portal-session", { method: "POST" });
    if (!answer.ok) throw new Error(`The backend gives out no client secret: ${answer.status}`);
    return answer.json();
  },
});
