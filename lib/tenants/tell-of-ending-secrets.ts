import "#server-only";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { findAdminAddresses } from "./internal/members/store.ts";
import { claimEndingSecret, inTenantOf, listEndingSecrets } from "./internal/sso-secret/store.ts";
import { writeSecretMail } from "./internal/sso-secret/write-secret-mail.ts";
import { SECRET_SOON_DAYS } from "./policy.ts";

const TENANTS_MAX = 1_000;

/**
 * Mails owners and admins, once for each date, that the secret of their company sign-in ends within thirty days or has
 * ended: after that nobody signs in that way. Of several processes one tells. For a job.
 */
export async function tellOfEndingSecrets(): Promise<void> {
  const within = { days: SECRET_SOON_DAYS };
  for (const tenantId of await listEndingSecrets(within, TENANTS_MAX)) {
    await inTenantOf(tenantId, async (tx) => {
      const ending = await claimEndingSecret(tx, tenantId, within);
      if (ending === null) return;
      const mail = writeSecretMail(ending, new Date());
      for (const to of await findAdminAddresses(tx, tenantId))
        await queueMail(tx, { tenantId, kind: "sign-in-secret", to, mail });
    });
  }
}
