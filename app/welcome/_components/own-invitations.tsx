import { getTranslations } from "next-intl/server";
import type { OwnInvitation } from "#lib/tenants/list-own-invitations.ts";
import { Card } from "../../_ui/card.tsx";
import { TokenForm } from "../../invite/[token]/_components/token-form.tsx";
import { acceptOwn } from "../../invite/[token]/actions.ts";

/** The invitations that wait for somebody's own address, each with the one press that accepts it. */
export async function OwnInvitations({ invitations, next }: { invitations: OwnInvitation[]; next: string }) {
  if (invitations.length === 0) return null;
  const t = await getTranslations("join.welcome.invitations");
  const ui = await getTranslations("ui.roles");
  return (
    <Card title={t("title")}>
      <ul className="divide-y">
        {invitations.map(({ id, organisation, inviter, role }) => (
          <li key={id} className="grid gap-3 py-4 first:pt-0 last:pb-0">
            <p className="wrap-anywhere">
              {t.rich("text", {
                inviter: () => <bdi className="font-medium">{inviter}</bdi>,
                organisation: () => <bdi className="font-medium">{organisation}</bdi>,
                role: ui(role),
              })}
            </p>
            <TokenForm action={acceptOwn} hidden={{ id, next }}>
              {t("join", { organisation })}
            </TokenForm>
          </li>
        ))}
      </ul>
    </Card>
  );
}
