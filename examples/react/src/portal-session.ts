/** Asks this page's own backend for a client secret, for whoever is signed in there. */
export async function fetchClientSecret() {
  const answer = await fetch("/portal-session", { method: "POST" });
  if (!answer.ok) throw new Error(`The backend gives out no client secret: ${answer.status}`);
  return answer.json();
}
