import "#server-only";
import { z } from "zod";
import { toCallbackAddress } from "#lib/identity/to-callback-address.ts";
import { query } from "#lib/verbs/query.ts";
import { findMemberName } from "./internal/settings/store.ts";
import { findConnection, findDomains } from "./internal/sso/store.ts";
import { toProof } from "./internal/sso/to-proof.ts";
import { TestedClaimsSchema } from "./schema.ts";

export type { DomainProof } from "./internal/sso/to-proof.ts";
export type SignInSettings = Awaited<ReturnType<typeof getSignInSettings>>;

/**
 * The organisation's domains with the records that prove them, the address its provider must send people back to, and
 * its company sign-in without its secret.
 */
export const getSignInSettings = query({
  action: "sign-in.get",
  permission: "sign-in:read",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const row = await findConnection(tx, tenantId);
    const domains = (await findDomains(tx, tenantId)).map(toProof);
    const callbackAddress = toCallbackAddress(row?.id ?? tenantId);
    if (!row) return { domains, callbackAddress, connection: null };
    const { secretSealed: _, testedVersion, testedBy, testedClaims, ...connection } = row;
    const claims = TestedClaimsSchema.safeParse(testedClaims);
    const isTested = testedVersion === row.version;
    return {
      domains,
      callbackAddress,
      connection: {
        ...connection,
        isTested,
        testedByName: isTested ? await findMemberName(tx, tenantId, testedBy) : null,
        claims: isTested && claims.success ? claims.data : null,
      },
    };
  },
});
