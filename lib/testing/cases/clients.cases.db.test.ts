import { expect, test } from "vitest";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  allow,
  ask,
  authorizeQuery,
  codeForm,
  connect,
  makeMember,
  postForm,
  refresh,
  register,
  startRequest,
} from "../drive-oauth.ts";
import { callMcp, useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();

const REDIRECT = "http://127.0.0.1:3334/cb";

async function authorize(client_id: string, redirect_uri = REDIRECT) {
  const { query } = authorizeQuery({ client_id, redirect_uri });
  return await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
}

/** An address that is no app: a dull refusal in place, at both doors. */
async function expectNoClient(client_id: string): Promise<void> {
  const { status, json, headers } = await authorize(client_id);
  expect([client_id, status, json.error, headers.get("location")]).toEqual([
    client_id,
    400,
    "invalid_client",
    null,
  ]);
  const token = await postForm("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token: "x",
    client_id,
  });
  expect([client_id, token.status]).toEqual([client_id, 401]);
}

test.each([
  "https://app.example/c.json#f",
  "https://app.example/a/../c.json",
  "https://app.example/./c.json",
  "https://user@app.example/c.json",
  "https://user:pass@app.example/c.json",
  "https://app.example/%2e%2e/c.json",
  "https://app.example/%2E/c.json",
  "https://app.example\\c.json",
  "https://app.example/c.json\r",
  "https://app.example/c.json\t",
  "http://app.example/c.json",
  "file:///etc/passwd",
])("E17: %j is the address of no app", async (client_id) => {
  await expectNoClient(client_id);
});

test("E17: a pinned app in any other spelling is not that app", async () => {
  for (const other of [
    "https://claude.ai:443/oauth/claude-code-client-metadata",
    "https://claude.ai/oauth/claude-code-client-metadata/",
    "https://CLAUDE.ai/oauth/claude-code-client-metadata",
    "https://claude.ai/oauth/../oauth/claude-code-client-metadata",
    "https://claude.ai/oauth/claude-code-client-metadata#",
    "https://claude.ai/oauth/claude-code-client-metadata ",
    "https://claude.ai/oauth/claude%2Dcode-client-metadata",
    "HTTPS://claude.ai/oauth/claude-code-client-metadata",
    "https://claude.ai",
    "https://claude.ai/",
  ]) {
    const { query } = authorizeQuery({ client_id: other });
    const answer = await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
    // Refused, or an address of its own that is fetched and not found; never the pinned one.
    expect([other, answer.status, answer.headers.get("location")]).toEqual([other, 400, null]);
  }
});

test("E20 E22: an app that names its own id, secret or keys gets none of them", async () => {
  const body = `{"__proto__":{"client_id":"pub"},"client_id":"pub","client_secret":"canary-secret",
    "registration_access_token":"canary-token","redirect_uris":["${REDIRECT}"],"client_name":"Tool"}`;
  const { status, json, text } = await register(body);
  expect(status).toBe(201);
  expect(json.client_id).toMatch(/^dcr_[\w-]{22,}$/);
  expect(text).not.toContain("canary");
  expect((await authorize("pub")).status).toBe(400);
});

test("E24: a registration can be neither read nor changed nor deleted by anybody", async () => {
  const [mine, theirs] = [await registerTool(), await registerTool()];
  for (const path of [`/oauth/register/${theirs}`, `/oauth/register?client_id=${theirs}`]) {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const answer = await ask(path, {
        method,
        headers: { authorization: `Bearer ${mine}`, "content-type": "application/json" },
        ...(method === "GET"
          ? {}
          : { body: JSON.stringify({ client_id: theirs, redirect_uris: [REDIRECT] }) }),
      });
      expect([401, 404, 405]).toContain(answer.status);
      expect(answer.text).not.toContain("redirect_uris");
    }
  }
  expect((await authorize(theirs)).status).toBe(303);
});

async function registerTool(): Promise<string> {
  const { json } = await register({ client_name: "Tool", redirect_uris: [REDIRECT] });
  return json.client_id as string;
}

test("E25: a registration too large is refused by its size, one with a long name by its words", async () => {
  const large = await register({ client_name: "x".repeat(5_000_000), redirect_uris: [REDIRECT] });
  expect(large.status).toBe(413);
  const long = await register({ client_name: "x".repeat(10_000), redirect_uris: [REDIRECT] });
  expect([201, 400]).toContain(long.status);
  if (long.status === 201) expect(String(long.json.client_name).length).toBeLessThanOrEqual(80);
});

test("E26: an app that was deleted is told so wherever it asks, and its connections are over", async () => {
  const client_id = await registerTool();
  const member = await makeMember();
  const extra = { client_id, redirect_uri: REDIRECT };
  const pending = await startRequest(extra);
  const { code } = await allow(pending, member);
  const { tokens } = await connect(member, extra);
  await authSql().query("DELETE FROM auth.oauth_clients WHERE id = $1", [client_id]);
  await expectNoClient(client_id);
  const page = await ask(`/oauth/authorize?${authorizeQuery(extra).query}`, {
    headers: { accept: "text/html" },
  });
  expect([page.status, page.headers.get("location")]).toEqual([400, null]);
  for (const answer of [
    await postForm("/oauth/token", codeForm(pending, code)),
    await refresh(tokens.refresh_token, { client_id }),
  ]) {
    expect([answer.status, answer.json.error]).toEqual([401, "invalid_client"]);
  }
  expect((await callMcp(tokens.access_token)).headers.get("content-type")).toContain("json");
});
