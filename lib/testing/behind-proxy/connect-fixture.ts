import { GROUPS } from "#lib/catalog/groups.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { connectUpstream } from "#lib/upstreams/connect-upstream.ts";
import { getUpstream } from "#lib/upstreams/get-upstream.ts";
import { type MintedTenant, mintMember, mintTenant } from "../mint.ts";
import { callServer } from "../race/call-server.ts";
import { openConnection } from "../race/open-connection.ts";

type Place = { url: string; publicUrl: string };

/** An organisation whose one instance is that server: registered, read and approved as an owner would. */
export async function mintFixtureTenant({ url, key }: { url: string; key: string }): Promise<MintedTenant> {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  const connected = await connectUpstream(owner, { name: "Fixture", url, key });
  if (!connected.ok) throw new Error(`The instance was not taken: ${JSON.stringify(connected.rows)}`);
  const { id } = connected;
  const { pendingDigest } = await getUpstream(owner, { id });
  await approveTools(owner, { id, digest: pendingDigest });
  return tenant;
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
