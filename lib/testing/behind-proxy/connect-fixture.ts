import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintTenant, mintUpstream } from "../mint.ts";
import { callServer } from "../race/call-server.ts";
import { openConnection } from "../race/open-connection.ts";

export type FixtureTenant = MintedTenant & { upstreamId: UpstreamId };
type Place = { url: string; publicUrl: string };
type Tool = { name: string; [member: string]: unknown };

const FEATURES = ["prompts", "resources", "completions"];
const DECLARED = [...FEATURES, "resources.subscribe", "logging"];

/** An organisation whose one instance is that server, with all its tools and features approved. */
export async function mintFixtureTenant({ url, key }: { url: string; key: string }): Promise<FixtureTenant> {
  const tenant = await mintTenant();
  const { tenantId } = tenant;
  const tools = await listTools(url, key);
  const { upstreamId } = await mintUpstream(tenant, { url, key, name: "Fixture", tools });
  await inTenant(tenantId, (tx) =>
    tx.upstream.updateMany({
      where: { tenantId, id: upstreamId },
      data: { declared: DECLARED, features: FEATURES },
    }),
  );
  return { ...tenant, upstreamId };
}

async function listTools(url: string, key: string): Promise<Tool[]> {
  const client = new Client({ name: "registration", version: "1.0.0" });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  try {
    return (await client.listTools()).tools as Tool[];
  } finally {
    await client.close();
  }
}

/** The whole OAuth flow of an owner's app at the organisation's own address, with every group allowed: its token. */
export async function connectOwner(
  tenant: MintedTenant,
  place: Place,
): Promise<{ token: string; url: string }> {
  const resource = `${place.publicUrl}/api/mcp/${tenant.address}`;
  const form = await openConnection(tenant, place, {
    role: "owner",
    groups: GROUPS.map(({ id }) => id),
    resource,
  });
  const host = new URL(place.publicUrl).host;
  const answer = await callServer({ url: `${place.url}/oauth/token`, host, form });
  if (answer?.status !== 200) throw new Error(`The app got no token: ${String(answer?.status)}.`);
  return { token: String(answer.json["access_token"]), url: resource };
}
