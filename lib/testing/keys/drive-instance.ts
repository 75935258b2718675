import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { saveProviderGrant } from "#lib/oauth/save-provider-grant.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authorizeQuery, CLAUDE_CODE, LOOPBACK, type Member, SHARED } from "../drive-oauth.ts";
import type { Wish } from "./serve-instance.ts";

export type Instance = {
  get: (path: string, cookie?: string) => Promise<Response>;
  post: (path: string, form: Record<string, string>) => Promise<Response>;
  wish: (wish: Wish) => Promise<Record<string, unknown>>;
  stop: () => Promise<void>;
};

/** Another process serving this test's database; a deaf one never hears of a rotation. */
export async function startInstance({ isDeaf = false } = {}): Promise<Instance> {
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "", secrets, publicUrl } = getConfig();
  const child = fork(fileURLToPath(new URL("./serve-instance.ts", import.meta.url)), isDeaf ? ["deaf"] : [], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      LOG_LEVEL: "silent",
      PUBLIC_URL: publicUrl,
      SECRETS: secrets.join(","),
      DATABASE_URL: databaseUrl,
      DATABASE_AUTH_URL: databaseAuthUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
    },
  });
  const [port] = (await once(child, "message")) as [number];
  const send = (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init });
  return {
    get: (path, cookie) => send(path, cookie ? { headers: { cookie } } : {}),
    post: (path, form) => send(path, { method: "POST", body: new URLSearchParams(form) }),
    wish: async (wish) => {
      const answer = await send("/wish", { method: "POST", body: new URLSearchParams(), ...toBody(wish) });
      if (answer.status !== 200) throw new Error(`${wish.kind}: ${answer.status}`);
      return (await answer.json()) as Record<string, unknown>;
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

const toBody = (wish: Wish): RequestInit => ({
  body: JSON.stringify(wish),
  headers: { "content-type": "application/json" },
});

/**
 * One Connect whose four steps meet whichever instances are given: the request, the person's yes, the way back, the
 * tokens. Returns the refresh token; throws where any step fails.
 */
export async function connectAcross(
  [first, second]: readonly [Instance, Instance],
  member: Member,
): Promise<string> {
  const { query, verifier } = authorizeQuery();
  const opened = await first.get(`/oauth/authorize?${query}`);
  const uid = /^\/connect\/([\w-]+)$/.exec(opened.headers.get("location") ?? "")?.[1];
  if (uid === undefined) throw new Error(`authorize: ${opened.status}`);
  const cookies = opened.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0]);
  const cookie = cookies.join("; ");
  const grantId = await grant(member);
  const { location } = await second.wish({ kind: "allow", uid, cookie, accountId: member.personId, grantId });
  const back = await first.get(new URL(String(location)).pathname, cookie);
  const code = new URL(back.headers.get("location") ?? "http://none").searchParams.get("code");
  if (code === null) throw new Error(`resume: ${back.status} ${back.headers.get("location")}`);
  const tokens = await second.post("/oauth/token", {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: LOOPBACK,
    client_id: CLAUDE_CODE,
  });
  if (tokens.status !== 200) throw new Error(`token: ${tokens.status} ${await tokens.text()}`);
  return String(((await tokens.json()) as { refresh_token: string }).refresh_token);
}

async function grant({ tenantId, membershipId, personId }: Member): Promise<GrantId> {
  const grantId = newId<GrantId>();
  const groups = ["agents.read"];
  const data = {
    tenantId,
    id: grantId,
    membershipId,
    personId,
    clientId: CLAUDE_CODE,
    clientName: "Claude Code",
    clientIdentity: "local" as const,
    redirectHost: "localhost:54321",
    resource: SHARED,
    groups,
    expiresAt: new Date(Date.now() + 86_400_000),
  };
  await inTenant(tenantId, (tx) => tx.grant.create({ data, select: { id: true } }));
  await saveProviderGrant({ grantId, accountId: personId, clientId: CLAUDE_CODE, resource: SHARED, groups });
  return grantId;
}
