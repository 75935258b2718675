import { once } from "node:events";
import { describe, expect, test } from "vitest";
import {
  askDispatcher as ask,
  type Asked,
  serveDispatcher as serve,
  useDispatchers,
} from "#lib/testing/serve-dispatcher.ts";
import { answerText } from "./answer-text.ts";
import type { Door, Doors } from "./dispatch.ts";

useDispatchers();

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

describe("every path has one door", () => {
  const cases: [string, Asked][] = [
    ["oauth", { path: "/oauth/token", method: "POST" }],
    ["oauth", { path: "/oauth/authorize?client_id=x" }],
    ["next", { path: "/oauthx" }],
    ["metadata", { path: "/.well-known/oauth-authorization-server" }],
    ["metadata", { path: "/.well-known/oauth-protected-resource/api/mcp" }],
    ["metadata", { path: "/.well-known/openid-configuration" }],
    ["oauth", { path: "/authorize?client_id=x" }],
    ["oauth", { path: "/token", method: "POST" }],
    ["oauth", { path: "/register/", method: "POST" }],
    ["next", { path: "/authorize/x" }],
    ["next", { path: "/tokens" }],
    ["metadata", { path: "/.well-known/anything" }],
    ["metadata", { path: "/.Well-Known/oauth-authorization-server" }],
    ["metadata", { path: "/api/mcp/.well-known/openid-configuration" }],
    ["metadata", { path: "/api/mcp/acme-1/.well-known/oauth-protected-resource" }],
    ["metadata", { path: "/oauth/.well-known/oauth-authorization-server" }],
    ["next", { path: "/", headers: { accept: "*/*" } }],
    ["mcp", { path: "/api/mcp", method: "POST" }],
    ["mcp", { path: "/api/mcp/acme-1", method: "DELETE" }],
    ["next", { path: "/api/mcpx" }],
    ["mcp", { path: "/", method: "POST", headers: { "content-type": "application/json" } }],
    ["mcp", { path: "/?x=1", method: "POST" }],
    ["mcp", { path: "/", method: "DELETE" }],
    ["mcp", { path: "/", headers: { accept: "text/event-stream" } }],
    ["next", { path: "/", headers: { accept: "text/html,*/*" } }],
    ["next", { path: "/", method: "POST", headers: { "next-action": "1" } }],
    ["next", { path: "/api/auth/session" }],
  ];
  test.each(cases)("%s answers %o", async (door, asked) => {
    const { port } = await serve();
    expect((await ask(port, asked)).body).toBe(door);
  });
});

test("F10: every answer carries a request id and nosniff, over https HSTS too", async () => {
  const local = await ask((await serve()).port, { path: "/x" });
  expect(local.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(local.headers["x-content-type-options"]).toBe("nosniff");
  expect(local.headers["strict-transport-security"]).toBeUndefined();
  const { port } = await serve({ publicUrl: "https://connect.example" });
  const secure = await ask(port, { path: "/x", headers: { host: "connect.example" } });
  expect(secure.headers["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
});

test.each(["*", "http://169.254.169.254/", "evil.example:443"])(
  "J07: a target that is no path (%s) is refused before any door",
  async (path) => {
    const { port } = await serve();
    const answer = await ask(port, { method: "OPTIONS", path });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toMatch(/oauth|metadata|mcp|next/);
  },
);

describe("local mode", () => {
  test.each(["evil.example", "localhost", "localhost:1", "connect.example:443"])(
    "G08: refuses Host %s",
    async (host) => {
      const { port } = await serve();
      for (const path of ["/", "/api/mcp", "/oauth/token", "/healthz", "/mailbox"]) {
        expect((await ask(port, { path, headers: { host } })).status).toBe(421);
      }
    },
  );

  const forwarding =
    "forwarded via x-forwarded-for x-forwarded-host x-real-ip cf-connecting-ip cf-ray true-client-ip";
  test.each(forwarding.split(" "))("refuses a request carrying %s on every route", async (name) => {
    const { port } = await serve();
    for (const path of ["/", "/api/mcp", "/oauth/token", "/healthz", "/mailbox"]) {
      const answer = await ask(port, { path, headers: { [name]: "1" } });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain("local mode");
    }
  });

  test("answers to every loopback name at its port", async () => {
    const { port } = await serve();
    for (const name of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"]) {
      expect((await ask(port, { path: "/", headers: { host: `${name}:${port}` } })).status).toBe(200);
    }
  });
});

describe("public mode", () => {
  test("answers for the public host only, health excepted", async () => {
    const { port } = await serve({ publicUrl: "https://connect.example" });
    const status = async (path: string, host: string) =>
      (await ask(port, { path, headers: { host } })).status;
    expect(await status("/", "connect.example")).toBe(200);
    expect(await status("/", "connect.example:443")).toBe(200);
    expect(await status("/", "10.0.0.7:3000")).toBe(421);
    expect(await status("/healthz", "10.0.0.7:3000")).toBe(200);
  });

  test("overwrites what forwarding headers claim about the origin", async () => {
    const next: Door = (request, response) => {
      const {
        host,
        "x-forwarded-host": forwarded,
        "x-forwarded-proto": proto,
        forwarded: old,
      } = request.headers;
      answerText(response, 200, [host, forwarded, proto, old ?? "none"].join(" "));
    };
    const { port } = await serve({ publicUrl: "https://connect.example", doors: { next } });
    const headers = {
      host: "connect.example:443",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
    };
    expect((await ask(port, { path: "/", headers })).body).toBe("connect.example connect.example https none");
  });
});

test.each(["websocket", "h2c"])(
  "J07: an upgrade to %s that nobody serves is answered as the plain request",
  async (upgrade) => {
    const { port, listener } = await serve();
    listener.serve((_request, response) => answerText(response, 200, "plain"));
    const headers = { connection: "Upgrade", upgrade };
    expect((await ask(port, { method: "POST", path: "/api/mcp", headers })).body).toBe("plain");
  },
);

describe("failures", () => {
  const doors: Partial<Doors> = {
    next: () => {
      throw new Error("a secret cause");
    },
    mcp: async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      await Promise.reject(new Error("half-way"));
    },
  };

  test("a door that throws is a dull 500 with the request id, as JSON or as a page", async () => {
    const { port } = await serve({ doors });
    const json = await ask(port, { path: "/x" });
    expect(json.status).toBe(500);
    expect(JSON.parse(json.body)).toMatchObject({
      error: "server_error",
      request_id: json.headers["x-request-id"],
    });
    const page = await ask(port, { path: "/x", headers: { accept: "text/html" } });
    expect(page.headers["content-type"]).toContain("text/html");
    expect(json.body + page.body).not.toContain("secret");
  });

  test("a door that fails half-way ends the connection, and the process lives", async () => {
    const { port } = await serve({ doors });
    await expect(ask(port, { path: "/api/mcp" })).rejects.toThrow("aborted");
    expect((await ask(port, { path: "/oauth/token" })).status).toBe(200);
  });

  test("readyz says when the database is away, healthz only that the process lives", async () => {
    const { port } = await serve({ isDatabaseDown: true });
    expect((await ask(port, { path: "/readyz" })).status).toBe(503);
    expect((await ask(port, { path: "/healthz" })).status).toBe(200);
  });
});

describe("drain", () => {
  test("a running request is answered, a new connection is not taken", async () => {
    const arrived = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const next: Door = async (_request, response) => {
      arrived.resolve();
      await finish.promise;
      answerText(response, 200, "done");
    };
    const { port, listener, draining } = await serve({ doors: { next } });
    const running = ask(port, { path: "/slow" });
    await arrived.promise;
    draining.abort();
    const drained = listener.drain(30_000);
    await expect(ask(port, { path: "/healthz" })).rejects.toThrow("ECONNREFUSED");
    finish.resolve();
    expect((await running).body).toBe("done");
    await drained;
  });

  test("J07: a WebSocket left open does not keep the process", async () => {
    const { port, listener } = await serve();
    const left = ask(port, { path: "/", headers: UPGRADE }).catch((error: Error) => error.message);
    await once(listener.server, "upgrade");
    await listener.drain(30_000);
    expect(await left).toContain("hang up");
  });

  test("a request that does not end is cut at the limit", async () => {
    const { port, listener } = await serve({ doors: { next: () => {} } });
    const running = ask(port, { path: "/never" }).catch((error: Error) => error.message);
    await once(listener.server, "request");
    await listener.drain(1);
    expect(await running).toContain("hang up");
  });
});
