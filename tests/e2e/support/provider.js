// What an organization has of its own: an identity provider (oidc-provider), and a DNS server with its domain's records.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";

import { Provider } from "oidc-provider";

/** A provider on a free port. `people` by what they type as their name; `client` is added when its redirect URI is known. */
export async function startProvider(people) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const issuer = `http://127.0.0.1:${port}`;
  const clients = new Map();
  const provider = new Provider(issuer, {
    adapter: memory(clients),
    claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    conformIdTokenClaims: false,
    cookies: { keys: ["only a test"] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  server.on("request", answer);
  return {
    issuer,
    register(client) {
      clients.set(client.client_id, { grant_types: ["authorization_code"], response_types: ["code"], ...client });
    },
    /** Answers nothing any more. */
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What oidc-provider keeps, in memory; clients are those that were registered. */
function memory(clients) {
  const kept = new Map();
  return class {
    constructor(name) {
      this.name = name;
    }
    key(id) {
      return `${this.name}:${id}`;
    }
    async upsert(id, payload) {
      kept.set(this.key(id), payload);
      if (payload.uid) kept.set(`uid:${payload.uid}`, payload);
    }
    async find(id) {
      return this.name === "Client" ? clients.get(id) : kept.get(this.key(id));
    }
    async findByUid(uid) {
      return kept.get(`uid:${uid}`);
    }
    async findByUserCode() {}
    async consume(id) {
      const payload = kept.get(this.key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id) {
      kept.delete(this.key(id));
    }
    async revokeByGrantId(grant) {
      for (const [key, payload] of kept) if (payload.grantId === grant) kept.delete(key);
    }
  };
}

/** A DNS server that knows TXT records. */
export async function startDns() {
  const records = new Map();
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const labels = [];
    let at = 12;
    for (let length = query[at]; length > 0; length = query[at]) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString().toLowerCase());
      at += 1 + length;
    }
    const question = query.subarray(12, at + 5);
    const known = records.get(labels.join("."));
    const texts = query.readUInt16BE(at + 1) === 16 ? (known ?? []) : [];
    const head = Buffer.from([query[0], query[1], 0x81, known ? 0x80 : 0x83, 0, 1, 0, texts.length, 0, 0, 0, 0]);
    const answers = texts.map((text) => {
      const bytes = Buffer.from(text);
      return Buffer.concat([Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, bytes.length + 1, bytes.length]), bytes]);
    });
    socket.send(Buffer.concat([head, question, ...answers]), from.port, from.address);
  });
  await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, ...texts) => records.set(name, texts),
    stop: () => new Promise((resolve) => socket.close(resolve)),
  };
}
