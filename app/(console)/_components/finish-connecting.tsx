import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { findWaitingRequest } from "#lib/oauth/find-waiting-request.ts";
import { Banner } from "../../_ui/banner.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";

/** The way back to a request of an app that waits in this browser; `otherwise` when there is none. */
export async function FinishConnecting({ otherwise = null }: { otherwise?: ReactNode }) {
  const waiting = await findWaitingRequest((await headers()).get("cookie"));
  if (!waiting) return otherwise;
  const t = await getTranslations("ui.finish");
  return (
    <Banner
      tone="info"
      title={
        <span className="wrap-anywhere">{t.rich("title", { app: () => <bdi>{waiting.name}</bdi> })}</span>
      }
      action={<LinkButton href={`/connect/${waiting.uid}`}>{t("continue")}</LinkButton>}
    >
      {t.rich("text", {
        host: () => <span className="font-mono break-all">{waiting.redirectHost}</span>,
      })}
    </Banner>
  );
}
