import { createServer as createTcp, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { getConfig, setConfig } from "../config/get-config.ts";
import { checkCertificate, isPublicHost } from "./check-host.ts";

const before = getConfig();
const servers: Server[] = [];
afterEach(async () => {
  setConfig(before);
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const answering = (...addresses: string[]) => ({ resolve: () => Promise.resolve(addresses) });

describe("a host", () => {
  test("H24: is public only when every one of its addresses is", async () => {
    const url = "https://trinity.example.com/mcp";
    expect(await isPublicHost(url, answering("93.184.215.14"))).toBe(true);
    for (const addresses of [
      ["10.0.0.1"],
      ["93.184.215.14", "127.0.0.1"],
      ["fd00::1"],
      ["0.0.0.0"],
      [],
      Array.from({ length: 300 }, () => "93.184.215.14"),
    ])
      expect(await isPublicHost(url, answering(...addresses)), addresses[0]).toBe(false);
    expect(await isPublicHost(url, { resolve: () => Promise.reject(new Error("NXDOMAIN")) })).toBe(false);
  });
});

describe("a certificate", () => {
  test("is not asked for over plain http, which only the operator can allow", async () => {
    setConfig({ ...before, outboundAllow: ["127.0.0.1:8080"] });
    expect(await checkCertificate("http://127.0.0.1:8080/mcp")).toBeUndefined();
  });

  test("of what speaks no TLS is none, and nothing but a handshake is sent to it", async () => {
    const seen: Buffer[] = [];
    const url = await listen((data) => seen.push(data));
    expect(await checkCertificate(url)).not.toBeNull();
    // A TLS record of a handshake begins with 22.
    expect(seen[0]?.[0]).toBe(22);
    expect(Buffer.concat(seen).toString("latin1")).not.toContain("HTTP/");
  });

  test("H16: is waited for no longer than told", async () => {
    const url = await listen(() => undefined, true);
    expect(await checkCertificate(url, { timeoutMs: 50 })).toBe("timeout");
  });

  test("of a private address is never looked at", async () => {
    expect(await checkCertificate("https://trinity.example.com/mcp", answering("127.0.0.1"))).toBe(
      "refused_address",
    );
  });
});

/** A server that speaks no TLS: it answers in plain text, or (silent) not at all. */
async function listen(onData: (data: Buffer) => void, isSilent = false): Promise<string> {
  const server = createTcp((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      onData(data);
      if (!isSilent) socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  setConfig({ ...before, outboundAllow: [`127.0.0.1:${port}`] });
  return `https://127.0.0.1:${port}/mcp`;
}
