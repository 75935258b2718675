import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "../../../../testing/loopback-certificate.ts";
import { readCertificate } from "../outside/read-certificate.ts";
import { Visit } from "../visit.ts";
import { CERTIFICATE, judgeCertificate } from "./certificate.ts";

const server = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY });
let url = "";
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const visit = (of: string) => new Visit({ url: of, reviewer: null, inside: null, runsEveryTool: false });

test("a certificate of our own making is not recognised, whatever this computer trusts", async () => {
  expect(await CERTIFICATE.probe(visit(url))).toMatchObject({ state: "failed", code: "not_recognised" });
  const seen = await readCertificate(new URL(url), [LOOPBACK_CERTIFICATE, ...rootCertificates]);
  expect(seen.problem).toBeNull();
});

test("an address without https fails, but on this computer", async () => {
  expect(await CERTIFICATE.probe(visit("http://connect.example.com"))).toMatchObject({ code: "no_https" });
  expect(await CERTIFICATE.probe(visit("http://localhost:3000"))).toMatchObject({ state: "needsOutside" });
});

const GOOD = { problem: null, endsAt: new Date("2027-03-01T00:00:00Z"), issuer: "An Authority" };
const PUBLIC = new URL("https://connect.example.com");

test.each([
  ["two weeks before its end", GOOD, PUBLIC, "2027-02-16T00:00:00Z", "ends_soon"],
  [
    "on another port",
    GOOD,
    new URL("https://connect.example.com:8443"),
    "2027-01-01T00:00:00Z",
    "other_port",
  ],
  ["with a broken chain", { ...GOOD, problem: "CHAIN" }, PUBLIC, "2027-01-01T00:00:00Z", "not_recognised"],
])("%s it fails", (_when, certificate, at, now, code) => {
  expect(judgeCertificate(certificate, at, new Date(now))).toMatchObject({ state: "failed", code });
});

test("else it passes, and names its authority", () => {
  const outcome = judgeCertificate(GOOD, PUBLIC, new Date("2027-01-01T00:00:00Z"));
  expect(outcome).toEqual({ state: "passed", saw: "An Authority, until 2027-03-01" });
});
