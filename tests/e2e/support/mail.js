// The mails of a demo, which lie in a folder.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A part of a mail, decoded. */
function part(mail, type) {
  const found = mail.split("\r\n--").find((one) => one.includes(`Content-Type: ${type}`)) ?? "";
  const [head, ...rest] = found.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/Content-Transfer-Encoding: base64/.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/Content-Transfer-Encoding: quoted-printable/.test(head)) return body;
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The mails to an address, the earliest first: `{ text, html, link }`. */
async function mails(demo, to) {
  const folder = join(demo.folder, "server", "mail");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml")).sort();
  const all = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return all.filter((mail) => mail.includes(`\r\nTo: ${to}\r\n`)).map((mail) => {
    const text = part(mail, "text/plain");
    return { text, html: part(mail, "text/html"), link: /http:\/\/\S+token=\S+/.exec(text)?.[0] };
  });
}

/** Waits for the first mail to an address whose text matches, and that was not seen before. */
export async function mail(demo, to, pattern, seen = new Set()) {
  for (let tries = 0; tries < 150; tries++) {
    const found = (await mails(demo, to)).find(({ text }) => pattern.test(text) && !seen.has(text));
    if (found) {
      seen.add(found.text);
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`no mail to ${to} says ${pattern}: ${JSON.stringify(await mails(demo, to))}`);
}
