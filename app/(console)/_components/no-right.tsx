import { Lock } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { listAdmins } from "#lib/tenants/list-admins.ts";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";

/** What a page shows to a role that may not open it: what is missing and who can give it. */
export async function NoRight({ actor, what }: { actor: MemberActor; what: string }) {
  const admins = await listAdmins(actor, {});
  const [t, format] = await Promise.all([getTranslations("ui.noRight"), getFormatter()]);
  const names = format.list(
    admins.map(({ name }) => name),
    "any",
  );
  return (
    <EmptyState
      icon={<Lock />}
      title={t("title", { what })}
      action={<LinkButton href={`/o/${actor.tenantSlug}`}>{t("back")}</LinkButton>}
    >
      {t.rich("ask", { people: () => (names ? <bdi>{names}</bdi> : t("someOwner")) })}
    </EmptyState>
  );
}
