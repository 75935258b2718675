import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ask, authorizeQuery, connect, makeMember, refresh, startRequest } from "../drive-oauth.ts";
import { passTime, usePublisher } from "../publish-documents.ts";
import { useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();
const host = usePublisher();

const ELSEWHERE = "https://elsewhere.example/cb";
const DAY_SECONDS = 86_400;

function publish(path: string, redirect_uris: string[], headers: Record<string, string> = {}): string {
  const client_id = host.at(path);
  return host.publish(path, { client_id, client_name: "Published", redirect_uris }, { headers });
}

async function authorize(client_id: string, redirect_uri: string) {
  const { query } = authorizeQuery({ client_id, redirect_uri });
  return await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
}

test("E05: a document that unpacks to something huge is refused unread", async () => {
  const client_id = host.at("/packed.json");
  const body = gzipSync(Buffer.alloc(5_000_000, "x"));
  host.publish("/packed.json", "", { body, headers: { "content-encoding": "gzip" } });
  const { status, json } = await authorize(client_id, "http://localhost:5/cb");
  expect([status, json["error"]]).toEqual([400, "invalid_client"]);
});

test("E10: a document on one host that returns to another is never shown as belonging there", async () => {
  const client_id = publish("/elsewhere.json", [ELSEWHERE, "http://localhost/cb"]);
  const shown = [];
  for (const redirect_uri of [ELSEWHERE, "http://localhost:5/cb"]) {
    const { uid, cookie } = await startRequest({ client_id, redirect_uri });
    const consent = await findConsentRequest(uid, cookie);
    shown.push([consent?.client.identity, consent?.client.host, consent?.redirectHost]);
  }
  expect(shown).toEqual([
    ["registered", "127.0.0.1", "elsewhere.example"],
    ["local", "127.0.0.1", "localhost:5"],
  ]);
});

test.each(["max-age=315360000", "public, immutable, max-age=31536000", "s-maxage=999999999"])(
  "E16: a document that says %s is looked at again within a day",
  async (cacheControl) => {
    const path = `/${encodeURIComponent(cacheControl)}.json`;
    const client_id = publish(path, ["http://localhost/cb"], { "cache-control": cacheControl });
    expect((await authorize(client_id, "http://localhost:5/cb")).status).toBe(303);
    const { rows } = await authSql().query<{ left: number }>(
      "SELECT extract(epoch FROM fresh_until - now())::float8 AS left FROM auth.client_documents WHERE url = $1",
      [client_id],
    );
    expect(rows[0]?.left).toBeLessThanOrEqual(DAY_SECONDS);
    host.publish(path, { client_id, client_name: "Changed", redirect_uris: ["https://other.example/cb"] });
    await passTime(client_id);
    expect((await authorize(client_id, "http://localhost:5/cb")).status).toBe(400);
  },
);

test("E16: one that forbids keeping it is not asked for at every request either", async () => {
  const client_id = publish("/unkept.json", ["http://localhost/cb"], { "cache-control": "no-store" });
  for (const _ of [1, 2, 3]) expect((await authorize(client_id, "http://localhost:5/cb")).status).toBe(303);
  expect(host.asked("/unkept.json")).toHaveLength(1);
});

test("E28: whoever publishes a document learns neither who connects nor when they refresh", async () => {
  const client_id = publish("/watched.json", ["http://localhost/cb"]);
  for (const _ of [1, 2]) {
    const { tokens } = await connect(await makeMember(), {
      client_id,
      redirect_uri: "http://localhost:5/cb",
    });
    expect((await refresh(tokens.refresh_token, { client_id })).status).toBe(200);
  }
  const [headers = {}, ...more] = host.asked("/watched.json");
  expect(more).toEqual([]);
  for (const telling of ["user-agent", "cookie", "referer", "authorization", "x-forwarded-for"]) {
    expect(headers).not.toHaveProperty(telling);
  }
});
