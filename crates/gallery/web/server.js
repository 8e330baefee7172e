// The server that there is none of: requests are answered from the fixtures, by the state in the address's path.

const ORIGIN = "https://server.invalid/";

/** The address of the server in a state. */
export const serverOf = (state) => `${ORIGIN}${state}`;

/**
 * Answers the widgets' requests from now on; what is the page's own goes on to the network.
 * The moment `now` never passes, so that what is said of times is always the same.
 */
export function serve({ states, now }, themeOf) {
  const instant = Date.parse(now);
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [instant]));
    }
    static now() {
      return instant;
    }
  };

  const real = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    if (!address.startsWith(ORIGIN)) return real(input, init);
    const url = new URL(address);
    const [, state, ...rest] = url.pathname.split("/");
    return answer(states[state], `${init?.method ?? "GET"} /${rest.join("/")}`, url.searchParams, init?.signal, themeOf);
  };
}

/** How many requests are being answered: while there are any, widgets are not yet what they will be. */
export let open = 0;

async function answer({ by_request, otherwise }, request, parameters, signal, themeOf) {
  // What changes, as it changes: nothing does.
  if (request === "GET /v1/events") return new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } });
  const named = [...parameters.keys()].map((name) => by_request[`${request}?${name}`]).find(Boolean);
  const found = named ?? by_request[request] ?? otherwise;
  if (found.pending) return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  open++;
  await new Promise((resolve) => setTimeout(resolve, 5));
  open--;
  if (found.items) return json(200, page(found.items, parameters));
  if (found.status === 204) return new Response(null, { status: 204 });
  return json(found.status, request === "GET /v1/session" && found.status === 200 ? { ...found.body, theme: themeOf() } : found.body);
}

function page(items, parameters) {
  const limit = Number(parameters.get("limit") ?? 25);
  const from = Number(parameters.get("cursor") ?? 0);
  const rest = from + limit < items.length ? { next_cursor: String(from + limit) } : {};
  return { items: items.slice(from, from + limit), total: items.length, ...rest };
}

function json(status, body) {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
}
