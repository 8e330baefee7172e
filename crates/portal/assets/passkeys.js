// Passkeys. Their forms are hidden, and stay so where there is no script or where the browser knows none.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (byte) => byte.charCodeAt(0));
const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const form = document.querySelector("[data-passkey]");
const said = form?.querySelector("[role=alert]");
let waiting;

// Asks the server what to sign, the authenticator to sign it, and sends the page's form with that.
async function ask(options) {
  waiting?.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const answer = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams(new FormData(form)), signal });
  if (!answer.ok) throw new Error(answer.statusText);
  const { id, publicKey } = await answer.json();
  publicKey.challenge = bytes(publicKey.challenge);
  for (const one of [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])]) one.id = bytes(one.id);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  const how = publicKey.user ? "create" : "get";
  const made = await navigator.credentials[how]({ publicKey, signal, ...options });
  const response = {};
  for (const part of PARTS) if (made.response[part]) response[part] = base64url(made.response[part]);
  form.elements.challenge.value = id;
  form.elements.answer.value = JSON.stringify({ id: made.id, rawId: base64url(made.rawId), type: made.type, response });
  form.submit();
}

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.hidden = true;
    ask().catch(() => (said.hidden = false));
  });
  // Where the browser can, it offers passkeys where the address is typed.
  if (document.querySelector("[autocomplete~=webauthn]") && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    ask({ mediation: "conditional" }).catch(() => {});
  }
}
