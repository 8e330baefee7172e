// A vendor's backend in Node.js, without dependencies: `portalSession` is the whole integration. What is around it serves
// a folder of pages: `PORTAL_SERVER=... PORTAL_API_KEY=... node server.js <folder>`.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const { PORTAL_SERVER, PORTAL_API_KEY, PORTAL_ORGANIZATION, PORTAL_USER, PORT = "5173" } = process.env;

/** Who is signed in to your product, by your own session. Here it is whoever the environment names. */
function signedIn() {
  return PORTAL_USER && { organization_id: PORTAL_ORGANIZATION, user: { id: PORTAL_USER } };
}

/** Mints an embed session. The page's `fetchClientSecret` calls this; the API key stays here. */
async function portalSession(request, response) {
  const person = signedIn(request);
  if (!person) return response.writeHead(401).end();
  const answer = await fetch(`${PORTAL_SERVER}/v1/embed-sessions`, {
    method: "POST",
    headers: { authorization: `Bearer ${PORTAL_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(person),
  });
  if (!answer.ok) return response.writeHead(answer.status < 500 ? 403 : 502).end();
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(await answer.text());
}

const pages = resolve(process.argv[2] ?? ".");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${PORTAL_SERVER}; img-src 'self'`;

createServer((request, response) => {
  const [pathname] = request.url.split(/[?#]/);
  // Another site's page must not make a browser ask.
  const ours = ["same-origin", undefined].includes(request.headers["sec-fetch-site"]);
  if (request.method === "POST" && pathname === "/portal-session" && ours) {
    return portalSession(request, response).catch(() => response.writeHead(502).end());
  }
  const file = join(pages, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  const isThere = file.startsWith(pages + sep) && statSync(file, { throwIfNoEntry: false })?.isFile();
  if (request.method !== "GET" || !isThere) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
  createReadStream(file).pipe(response);
}).listen(Number(PORT), "127.0.0.1", () => console.log(`http://localhost:${PORT}/`));
