import "#server-only";
import { randomBytes } from "node:crypto";
import { command } from "#lib/verbs/command.ts";
import { insertDomain } from "./internal/sso/store.ts";
import { toProof } from "./internal/sso/to-proof.ts";
import { ClaimDomainInput } from "./schema.ts";

/**
 * Begins the proof that the organisation owns a mail domain: answers the DNS record to publish. Claiming it again
 * answers the same record. A claim means nothing until `proveDomain` has seen it.
 */
export const claimDomain = command({
  action: "domain.claim",
  permission: "sign-in:write",
  input: ClaimDomainInput,
  async run({ tx, actor }, { domain }) {
    const fresh = { id: crypto.randomUUID(), domain, token: randomBytes(20).toString("hex") };
    const row = await insertDomain(tx, actor.tenantId, fresh);
    return { result: toProof(row), audit: { target: row.id, after: { domain } } };
  },
});
