import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { missingConnection } from "./internal/sso/missing.ts";
import { findConnection, findDomains } from "./internal/sso/store.ts";
import { toProvider } from "./internal/sso/to-provider.ts";

/** The saved provider, on or off, for an owner's test. Throws `precondition_failed`. */
export const getSsoProvider = query({
  action: "sso.test",
  permission: "sign-in:write",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const connection = await findConnection(tx, tenantId);
    if (!connection) throw missingConnection();
    const domains = (await findDomains(tx, tenantId)).filter(({ provenAt }) => provenAt !== null);
    return toProvider(
      tenantId,
      connection,
      domains.map(({ domain }) => domain),
    );
  },
});
