import { getTranslations } from "next-intl/server";
import type { findOwnClientRequest } from "#lib/grants/find-own-client-request.ts";
import { Banner } from "../../../../../_ui/banner.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";

type Asked = NonNullable<Awaited<ReturnType<typeof findOwnClientRequest>>>;

/** What became of the person's request so far; of one that was approved there is nothing left to say. */
export async function RequestState({ asked }: { asked: Asked }) {
  const t = await getTranslations("ask");
  const { state, reason, note, askedAt, decidedAt } = asked;
  if (state === "open") {
    return (
      <div className="grid gap-4" role="status">
        <p>{t.rich("waiting.text", { time: () => <RelativeTime at={askedAt} /> })}</p>
        <div className="grid gap-1">
          <p className="text-table text-muted">{t("waiting.reason")}</p>
          <p className="border-s-2 ps-3 wrap-anywhere whitespace-pre-line">{reason}</p>
        </div>
      </div>
    );
  }
  if (state === "approved" || decidedAt === null) return null;
  return (
    <Banner tone="warn" title={t.rich("declined.title", { time: () => <RelativeTime at={decidedAt} /> })}>
      <span className="grid gap-1 wrap-anywhere whitespace-pre-line">
        {note !== null && <span>{t("declined.note", { note })}</span>}
        <span>{t("declined.text")}</span>
      </span>
    </Banner>
  );
}
