import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { DomainInput } from "../../schema.ts";
import { missingDomain } from "./missing.ts";
import { markProven } from "./store.ts";

/** Writes down that the record was seen. Throws `conflict` when another organisation proved the domain first. */
export const recordProof = command({
  action: "domain.prove",
  permission: "sign-in:write",
  isLate: true,
  input: DomainInput,
  async run({ tx, actor }, { id }) {
    const outcome = await markProven(tx, actor.tenantId, { id, now: new Date() });
    if (outcome === "gone") throw missingDomain();
    if (outcome === "taken") {
      throw new DomainError(
        "conflict",
        "Another organisation here has proved this domain. Remove it there first, or ask the operator.",
      );
    }
    return { result: { id }, audit: { target: id } };
  },
});
