import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { authorizeQuery } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { handleOauthRequest } from "./handle-oauth-request.ts";
import { resolveDocument } from "./internal/clients/resolve-document.ts";

useDatabase();

/** A server that believes its callers come from the network named in their header. */
const server = createServer((req, res) => {
  Object.defineProperty(req.socket, "remoteAddress", {
    value: req.headers["x-test-peer"],
    configurable: true,
  });
  void handleOauthRequest(req, res);
});
let base = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const authorize = (peer: string) =>
  fetch(`${base}/oauth/authorize?${authorizeQuery().query}`, {
    redirect: "manual",
    headers: { "x-test-peer": peer },
  });

test("K08: one network cannot store waiting requests without end, another is not held up", async () => {
  const statuses: number[] = [];
  for (let batch = 0; batch < 31; batch += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => authorize("93.184.215.7")));
    statuses.push(...answers.map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 303)).toHaveLength(300);
  const refused = await authorize("93.184.215.7");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("location")).toBeNull();
  expect(await refused.text()).toContain("This cannot be answered right now");
  expect((await authorize("93.184.215.8")).status).toBe(303);
});

test("E01: one network cannot have us fetch addresses without end", async () => {
  const fetchOne = (index: number) =>
    withPeerAddress("93.184.215.9", () =>
      resolveDocument("client", `https://host-${index % 2}.example.org/${index}.json`),
    );
  const answers = await Promise.all(Array.from({ length: 110 }, (_, index) => fetchOne(index)));
  const limited = answers.filter((answer) => !answer.ok && answer.reason === "document_limited");
  expect(limited).toHaveLength(10);
});
