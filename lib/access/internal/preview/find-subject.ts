import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { isSharedResource } from "../../policy.ts";
import { PreviewToolsInput } from "../../schema.ts";
import {
  findPreviewedGrants,
  findPreviewedMember,
  type PreviewedGrant,
  type PreviewedMember,
} from "./store.ts";

export type PreviewSubject = {
  member: PreviewedMember | null;
  role: Role;
  /** Connections the member has now. */
  connections: PreviewedGrant[];
  /** The one that is looked at; null for everything the role may tick. */
  connection: PreviewedGrant | null;
  isSharedAddress: boolean;
};

const DEFAULT_ROLE: Role = "member";

/** Whose list a preview is of. Throws `not_found` for a member or a connection the organisation does not have. */
export const findPreviewSubject = query({
  action: "tool-policy.preview",
  permission: "tool-policy:read",
  input: PreviewToolsInput,
  async run({ tx, actor }, { membershipId, role, grantId, isSharedAddress }): Promise<PreviewSubject> {
    if (membershipId === undefined) {
      return { member: null, role: role ?? DEFAULT_ROLE, connections: [], connection: null, isSharedAddress };
    }
    const member = await findPreviewedMember(tx, actor.tenantId, membershipId);
    if (member === null) {
      throw new DomainError("not_found", "There is no such member. Choose somebody from the list.");
    }
    const connections = await findPreviewedGrants(tx, actor.tenantId, member.personId);
    const connection = connections.find(({ id }) => id === grantId) ?? null;
    if (grantId !== undefined && connection === null) {
      throw new DomainError("not_found", "This member has no such connection now. Choose another.");
    }
    return {
      member,
      role: member.role,
      connections,
      connection,
      isSharedAddress: connection === null ? isSharedAddress : isSharedResource(connection.resource),
    };
  },
});
