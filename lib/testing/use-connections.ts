import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { type Answer, CLAUDE_CODE, connect, postForm, type Tokens } from "./drive-oauth.ts";
import { mintMember } from "./mint.ts";
import { withDatabase } from "./use-database.ts";
import type { useGateway } from "./use-gateway.ts";

export type Connection = { member: MemberActor; tokens: Tokens; grantId: GrantId };

type Connections = {
  /** Statements nobody of ours wrote, as a database administrator's. */
  sql: (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
  owner: MemberActor;
  /** A member of the scene's organisation, connected by Claude Code through the authorization server. */
  connectMember: (role?: "admin" | "member", existing?: MemberActor) => Promise<Connection>;
  /** The status of a request with that connection's access token. */
  ping: (connection: Connection) => Promise<number>;
  /** The app's own revocation. */
  revoke: (token: string, extra?: Record<string, string>) => Promise<Answer>;
};

/** Connections made as apps make them, and ways to end them. After `useDatabase`, `useOauthServer` and `useGateway`. */
export function useConnections(scene: ReturnType<typeof useGateway>): Connections {
  let admin: pg.Client;
  const made = {
    sql: (text: string, values: unknown[] = []) => admin.query(text, values),
    async connectMember(role: "admin" | "member" = "member", existing?: MemberActor) {
      const member = existing ?? (await mintMember(scene.tenant, role));
      const { tokens, grantId } = await connect({ ...member, address: scene.tenant.address });
      return { member, tokens, grantId };
    },
    ping: async ({ tokens }: Connection) =>
      (await scene.gateway.legacy("ping", {}, { token: tokens.access_token, id: 1 })).status,
    revoke: (token: string, extra: Record<string, string> = {}) =>
      postForm("/oauth/revoke", { token, client_id: CLAUDE_CODE, ...extra }),
  } as Connections;
  beforeAll(async () => {
    const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
    admin = new pg.Client({ connectionString: withDatabase(inject("postgres").superuserUrl, database) });
    admin.on("error", () => undefined);
    await admin.connect();
    made.owner = await mintMember(scene.tenant, "owner");
  });
  afterAll(() => admin.end());
  return made;
}
