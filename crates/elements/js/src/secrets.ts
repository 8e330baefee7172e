/** What `fetchClientSecret` may return: the secret, or the server's answer to `POST /v1/embed-sessions` as it is. */
export type ClientSecret = string | { readonly client_secret: string; readonly expires_at?: string };

/** Asks the page's own backend for a client secret. */
export type FetchClientSecret = () => ClientSecret | Promise<ClientSecret>;

/**
 * Where client secrets come from. Widgets with the same source share one session and one connection. The function
 * behind it may change, as it does where a framework makes a new one at each rendering; the session stays.
 */
export class SecretSource {
  /** How many elements use it. */
  users = 0;

  constructor(public ask: FetchClientSecret) {}

  /** Called by the module; rejects with what is wrong. */
  async fetch(): Promise<{ secret: string; expiresAt: number }> {
    const answer: unknown = await this.ask();
    const object = typeof answer === "object" && answer ? (answer as Record<string, unknown>) : {};
    const secret = typeof answer === "string" ? answer : object["client_secret"];
    if (typeof secret !== "string" || !secret) {
      throw new Error("`fetchClientSecret` returned neither a client secret nor an object with `client_secret`");
    }
    return { secret, expiresAt: Date.parse(String(object["expires_at"])) };
  }
}

const sources = new WeakMap<FetchClientSecret, SecretSource>();

/** The source that asks this function; `previous` is kept for it where nobody else uses that one. */
export function sourceOf(ask: FetchClientSecret, previous?: SecretSource): SecretSource {
  const source = sources.get(ask) ?? (previous && previous.users < 2 ? previous : new SecretSource(ask));
  source.ask = ask;
  sources.set(ask, source);
  return source;
}
