import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { deleteLogo } from "./internal/logo/store.ts";
import { RemoveLogoInput } from "./schema.ts";

/** Takes the logo away that was seen. Throws `conflict` when there is another one by now, or none. */
export const removeLogo = command({
  action: "tenant.remove-logo",
  permission: "tenant:write",
  input: RemoveLogoInput,
  async run({ tx, actor: { tenantId } }, { hash }) {
    if (!(await deleteLogo(tx, tenantId, hash))) {
      throw new DomainError("conflict", "Somebody else changed the logo meanwhile. Reload the page.");
    }
    return {
      result: { tenantId },
      audit: { target: tenantId, before: { sha256: hash }, after: { sha256: null } },
    };
  },
});
