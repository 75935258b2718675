import { getTranslations } from "next-intl/server";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Banner } from "../../../../../../_ui/banner.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import type { Found } from "./app-facts.tsx";
import { UnblockForm } from "./unblock-form.tsx";

type BlockedBannerProps = {
  id: string;
  slug: string;
  decision: NonNullable<Found["decision"]>;
  mayWrite: boolean;
};

/** Since when an app is blocked and why, with the way back. */
export async function BlockedBanner({ id, slug, decision, mayWrite }: BlockedBannerProps) {
  const t = await getTranslations("apps.app");
  const { reason, decidedAt } = decision;
  const undo = mayWrite && (
    <ClientMessages namespaces={["apps"]}>
      <UnblockForm id={id} slug={slug} />
    </ClientMessages>
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
