import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { DomainInput } from "../../schema.ts";
import { missingDomain } from "./missing.ts";
import { findDomain } from "./store.ts";
import { toProof } from "./to-proof.ts";

/** The record whose publication is about to be looked up. */
export const admitProof = query({
  action: "domain.prove",
  permission: "sign-in:write",
  input: DomainInput,
  async run({ tx, actor }, { id }) {
    const row = await findDomain(tx, actor.tenantId, id);
    if (!row) throw missingDomain();
    return toProof(row);
  },
});
