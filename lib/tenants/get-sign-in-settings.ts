import "#server-only";
import { z } from "zod";
import { toCallbackAddress } from "#lib/identity/to-callback-address.ts";
import { query } from "#lib/verbs/query.ts";
import { findServerWays } from "./internal/settings/find-server-ways.ts";
import { findMemberName, findSettings, type SettingsRow } from "./internal/settings/store.ts";
import { toSeen } from "./internal/sso/seen.ts";
import { findConnection, findDomains } from "./internal/sso/store.ts";
import { toProof } from "./internal/sso/to-proof.ts";
import { type SignInWay, TestedClaimsSchema } from "./schema.ts";

export type { DomainProof } from "./internal/sso/to-proof.ts";
export type SignInSettings = Awaited<ReturnType<typeof getSignInSettings>>;

/** `gone` are ways the organisation chose that the server has had and has no more. */
type OfferedWays = { offered: readonly SignInWay[]; gone: readonly SignInWay[] };

/**
 * The ways to sign in that there are to choose from, the organisation's domains with the records that prove them, the
 * address its provider must send people back to, and its company sign-in without its secret; `seen` is what a change of it
 * posts back.
 */
export const getSignInSettings = query({
  action: "sign-in.get",
  permission: "sign-in:read",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const row = await findConnection(tx, tenantId);
    const ways = offerWays(await findSettings(tx, tenantId));
    const domains = (await findDomains(tx, tenantId)).map(toProof);
    const callbackAddress = toCallbackAddress(row?.id ?? tenantId);
    const seen = toSeen(row);
    if (!row) return { ways, domains, callbackAddress, seen, connection: null };
    const { secretSealed: _, testedVersion, testedBy, testedClaims, ...connection } = row;
    const claims = TestedClaimsSchema.safeParse(testedClaims);
    const isTested = testedVersion === row.version;
    return {
      ways,
      domains,
      callbackAddress,
      seen,
      connection: {
        ...connection,
        isTested,
        testedByName: isTested ? await findMemberName(tx, tenantId, testedBy) : null,
        claims: isTested && claims.success ? claims.data : null,
      },
    };
  },
});

/** Where nobody chose, everything is allowed, and nothing is missed that the server never had. */
function offerWays({ signInWays, waysVersion }: SettingsRow): OfferedWays {
  const offered = findServerWays();
  const chosen = waysVersion === 1 ? [] : signInWays;
  return { offered, gone: chosen.filter((way) => !offered.includes(way)) };
}
