import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { missingDomain } from "./internal/sso/missing.ts";
import { deleteDomain, findConnection, findDomains, switchConnection } from "./internal/sso/store.ts";
import { DomainInput } from "./schema.ts";

/**
 * Gives a domain up: from then on company sign-in lets nobody with an address there in. With the last proved one it
 * goes off. Throws `not_found`, and `conflict` when somebody changes company sign-in at that moment.
 */
export const removeDomain = command({
  action: "domain.remove",
  permission: "sign-in:write",
  input: DomainInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    if (!(await deleteDomain(tx, tenantId, id))) throw missingDomain();
    const connection = await findConnection(tx, tenantId);
    const isLast = (await findDomains(tx, tenantId)).every(({ provenAt }) => provenAt === null);
    const isSwitchedOff = isLast && connection?.isActive === true;
    const off = { isActive: false, isRequired: false };
    if (isSwitchedOff && !(await switchConnection(tx, tenantId, connection, off))) throw changedMeanwhile();
    return { result: { isSwitchedOff }, audit: { target: id, after: { isSwitchedOff } } };
  },
});
