import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Banner } from "../../../../../../_ui/banner.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import type { Found } from "./app-facts.tsx";
import { UnblockForm } from "./unblock-form.tsx";

type BlockedBannerProps = {
  id: string;
  actor: MemberActor;
  decision: NonNullable<Found["decision"]>;
  mayWrite: boolean;
};

/** Since when an app is blocked and why, with the way back. */
export async function BlockedBanner({ id, actor, decision, mayWrite }: BlockedBannerProps) {
  const t = await getTranslations("apps.app");
  const { reason, decidedAt } = decision;
  const undo = mayWrite ? (
    <ClientMessages namespaces={["apps"]}>
      <UnblockForm id={id} slug={actor.tenantSlug} />
    </ClientMessages>
  ) : (
    <NotAllowed actor={actor} permission="client-policy:write" actions={[t("unblock")]} />
  );
  return (
    <Banner tone="danger" title={t("blockedBanner")} action={undo}>
      <span className="grid gap-1">
        <span>{t.rich("blockedSince", { time: () => <RelativeTime at={decidedAt} /> })}</span>
        {reason !== null && (
          <span className="wrap-anywhere whitespace-pre-line">
            {t("blockReason")}: {reason}
          </span>
        )}
      </span>
    </Banner>
  );
}
