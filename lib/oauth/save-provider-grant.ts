import "#server-only";
import { getProvider } from "./get-provider.ts";

type GrantInput = {
  /** The id of the tenant's grant. */
  grantId: string;
  accountId: string;
  clientId: string;
  resource: string;
  groups: readonly string[];
};

/** Saves the provider's half of a grant under the id of the tenant's; saving it again replaces it. */
export async function saveProviderGrant(input: GrantInput): Promise<void> {
  const { Grant } = await getProvider();
  const grant = new Grant({ accountId: input.accountId, clientId: input.clientId });
  grant.jti = input.grantId;
  grant.addResourceScope(input.resource, input.groups.join(" "));
  await grant.save();
}
