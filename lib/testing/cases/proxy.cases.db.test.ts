import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { authorizeQuery } from "../drive-oauth.ts";
import { sendRaw, useDoors } from "./serve-doors.ts";

const ORIGIN = "https://connect.example";
const TRUSTED_PROXIES = "127.0.0.1, 10.0.0.0/8";

useDatabase({ PUBLIC_URL: ORIGIN, SMTP_URL: "smtp://mail.example", TRUSTED_PROXIES });
useDoors();

const authorize = (forwardedFor: string) =>
  sendRaw({
    path: `/oauth/authorize?${authorizeQuery({ resource: null }).query}`,
    headers: { host: new URL(ORIGIN).host, "x-forwarded-for": forwardedFor, "x-forwarded-proto": "https" },
  });

test("F02 K08: behind a trusted proxy each caller is counted alone, and nobody escapes by what it writes", async () => {
  for (let batch = 0; batch < 30; batch += 1) {
    const asked = Array.from({ length: 10 }, (_, at) =>
      authorize(`1.1.${batch}.${at}, 93.184.215.7, 10.1.1.1`),
    );
    for (const { status } of await Promise.all(asked)) expect(status).toBe(303);
  }
  expect((await authorize("8.8.8.8, 93.184.215.7")).status).toBe(429);
  expect((await authorize("93.184.215.7, 93.184.215.8")).status).toBe(303);
});

test("a request in the clear is refused wherever a secret could travel, and led to https where a page is", async () => {
  const plain = (method: string, path: string) =>
    sendRaw({ method, path, headers: { host: new URL(ORIGIN).host, "x-forwarded-proto": "http" } });
  for (const [method, path] of [
    ["POST", "/oauth/token"],
    ["POST", "/token"],
    ["POST", "/api/mcp"],
    ["GET", "/oauth/authorize"],
    ["GET", "/.well-known/oauth-authorization-server"],
  ] as const) {
    const { status, headers } = await plain(method, path);
    expect([status, headers.location]).toEqual([403, undefined]);
  }
  const page = await plain("GET", "/sign-in?for=x");
  expect([page.status, page.headers.location]).toEqual([301, `${ORIGIN}/sign-in?for=x`]);
});
