import type { Member } from "../drive-oauth.ts";
import { mintMember, mintTenant, mintUpstream } from "../mint.ts";

const TOOLS = ["list_agents", "list_tags", "create_agent", "chat_with_agent"];

/** Somebody in an organisation of their own, with tools of three groups. */
export async function makePerson(): Promise<Member> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: "https://trinity.example/mcp", key: "trinity_mcp_key", tools: TOOLS });
  const { tenantId, personId, membershipId } = await mintMember(tenant, "member");
  return { tenantId, personId, membershipId, address: tenant.address };
}
