import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Owner = { scope: string; email: string | null };

export type FakeBackend = {
  url: string;
  /** A key of Trinity's shape that it calls valid from now on. */
  addKey: (owner: Owner) => string;
  /** Changes whose a key is; null revokes it. */
  setOwner: (key: string, owner: Owner | null) => void;
  /** How often it was asked about a key, or about any. */
  count: (key?: string) => number;
  /** What it answers instead: a status, for as long as one is set. */
  fail: (status: number | null) => void;
  /** Has it answer nothing until what this returns is called. */
  hold: () => () => void;
  close: () => Promise<void>;
};

/** A key that has the shape of one. */
export const makeKey = () => `trinity_mcp_${randomBytes(32).toString("base64url")}`;

/** Trinity's backend as far as `POST /api/mcp/validate` goes. */
export async function openFakeBackend(): Promise<FakeBackend> {
  const owners = new Map<string, Owner>();
  const asked: string[] = [];
  let failure: number | null = null;
  let held: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const key = request.headers.authorization?.slice("Bearer ".length) ?? "";
    asked.push(key);
    const owner = owners.get(key);
    const status = failure ?? (request.url === "/api/mcp/validate" && owner ? 200 : 401);
    const body =
      owner === undefined ? { detail: "no" } : { valid: true, scope: owner.scope, user_email: owner.email };
    void held.then(() =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    addKey: (owner) => {
      const key = makeKey();
      owners.set(key, owner);
      return key;
    },
    setOwner: (key, owner) => void (owner === null ? owners.delete(key) : owners.set(key, owner)),
    count: (key) => asked.filter((one) => key === undefined || one === key).length,
    fail: (status) => void (failure = status),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
