import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { missingDomain } from "./internal/sso/missing.ts";
import { deleteDomain, findConnection, findDomains, switchConnection } from "./internal/sso/store.ts";
import { DomainInput } from "./schema.ts";

/**
 * Gives a domain up: from then on company sign-in lets nobody with an address there in. With the last proved one it
 * goes off. Throws `not_found`.
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
    if (isSwitchedOff) {
      await switchConnection(tx, tenantId, {
        version: connection.version,
        isActive: false,
        isRequired: false,
      });
    }
    return { result: { isSwitchedOff }, audit: { target: id, after: { isSwitchedOff } } };
  },
});
