import { expect, test } from "vitest";
import { ask, authorizeQuery, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findConsentRequest } from "./find-consent-request.ts";

useDatabase({ PUBLIC_URL: "https://connect.example", SMTP_URL: "smtp://mail.example" });
useOauthServer();

test("J14: on https every cookie is Secure, path-scoped and named so that browsers insist on it", async () => {
  const { query } = authorizeQuery({ resource: null });
  const answer = await ask(`/oauth/authorize?${query}`);
  const cookies = answer.headers.getSetCookie();
  const [waiting, ...more] = cookies.filter((cookie) => cookie.startsWith("__Host-connect_waiting="));
  expect([more, cookies.length]).toEqual([[], 5]);
  expect(waiting).toMatch(/; path=\/; .*httponly; samesite=lax; secure$/i);
  for (const cookie of cookies.filter((one) => one !== waiting)) {
    expect(cookie).toMatch(
      /^__Secure-connect_\w+(\.sig)?=.*path=\/(connect|oauth\/authorize)\/.*samesite=lax; secure; httponly/i,
    );
  }
  const uid = (answer.headers.get("location") ?? "").split("/").at(-1) ?? "";
  const cookie = cookies.map((value) => value.split(";")[0]).join("; ");
  expect(await findConsentRequest(uid, cookie)).toMatchObject({
    resourceUri: "https://connect.example/api/mcp",
  });
});

test("metadata names the public origin behind a proxy that speaks http", async () => {
  const { json } = await ask("/.well-known/oauth-authorization-server");
  expect(json.token_endpoint).toBe("https://connect.example/oauth/token");
});
