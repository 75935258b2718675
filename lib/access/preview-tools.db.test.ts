import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  mintGrantWithToken,
  type MintedTenant,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { GROUPS } from "../catalog/groups.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { previewTools } from "./preview-tools.ts";
import { searchPreviewedMembers } from "./search-previewed-members.ts";

useDatabase();

const TOOLS = ["list_agents", "create_agent", "delete_agent", "acme_stock_level", "inject_credentials"];
const SPEC = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };

let tenant: MintedTenant;
let owner: MemberActor;

beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  await mintUpstream(tenant, { ...SPEC, tools: TOOLS });
});

const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
const asClient = (member: MemberActor, groups: readonly string[] = GROUPS.map(({ id }) => id)) => ({
  ...clientOf(member),
  groups,
  isSharedAddress: true,
});

describe("the preview", () => {
  test("lists for a connection the very tools its app is sent, and for every other the layer that says no", async () => {
    const member = await mintMember(tenant, "member");
    const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    const { membershipId } = member;
    const preview = await previewTools(owner, { membershipId, grantId });
    const sent = await listVisibleTools(asClient(member, ["agents.read"]));
    const listed = preview.tools.filter(({ layer }) => layer === null);
    expect(listed.map(({ exposedName }) => exposedName)).toEqual(sent.map(({ exposedName }) => exposedName));
    expect(Object.fromEntries(preview.tools.map(({ exposedName, layer }) => [exposedName, layer]))).toEqual({
      acme_stock_level: "role",
      create_agent: "grant",
      delete_agent: "role",
      inject_credentials: "catalogue",
      list_agents: null,
    });
    expect(preview.connections.map(({ id }) => id)).toEqual([grantId]);
  });

  test("keeps to what an admin lets the connection's app do", async () => {
    const { grantId } = await mintGrantWithToken(owner, { groups: GROUPS.map(({ id }) => id) });
    const { tenantId, membershipId, personId } = owner;
    await inTenant(tenantId, (tx) =>
      tx.clientPolicy.create({
        data: {
          tenantId,
          id: crypto.randomUUID(),
          clientId: "https://client.example/metadata.json",
          state: "allowed",
          effectMax: "read",
          decidedBy: personId,
        },
        select: { id: true },
      }),
    );
    const preview = await previewTools(owner, { membershipId, grantId });
    const sent = await listVisibleTools({ ...asClient(owner), effectMax: "read" });
    const listed = preview.tools.filter(({ layer }) => layer === null);
    expect(listed.map(({ exposedName }) => exposedName)).toEqual(sent.map(({ exposedName }) => exposedName));
    expect(preview.tools.find(({ exposedName }) => exposedName === "create_agent")?.layer).toBe("app");
  });

  test("with everything ticked is what a connection with every group sees, and weighs what is listed", async () => {
    for (const role of ROLES) {
      const preview = await previewTools(owner, { role });
      const sent = await listVisibleTools(asClient(await mintMember(tenant, role)));
      const listed = preview.tools.filter(({ layer }) => layer === null);
      expect(
        listed.map(({ exposedName }) => exposedName),
        role,
      ).toEqual(sent.map(({ exposedName }) => exposedName));
      expect(preview.tokens).toBe(listed.reduce((sum, { tokens }) => sum + tokens, 0));
      expect(listed.every(({ tokens }) => tokens > 20)).toBe(true);
    }
  });

  test("I01: another organisation's member and connection are not found, nor their names", async () => {
    const other = await mintTenant();
    const stranger = await mintMember(other, "member");
    const { grantId } = await mintGrantWithToken(stranger, { groups: ["agents.read"] });
    const { membershipId } = stranger;
    expect(await codeOf(previewTools(owner, { membershipId }))).toBe("not_found");
    const own = { membershipId: owner.membershipId, grantId };
    expect(await codeOf(previewTools(owner, own))).toBe("not_found");
    expect(await searchPreviewedMembers(owner, { text: stranger.email })).toEqual([]);
    expect(await searchPreviewedMembers(owner, { text: owner.email.slice(0, 6).toUpperCase() })).toHaveLength(
      1,
    );
  });
});
