import { useTranslations } from "next-intl";
import type { Upstream } from "#lib/upstreams/list-upstreams.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";

/** All that is ever shown of a key: kind, whom it acts as, last four characters, age. */
export function KeyFacts({ upstreamKey }: { upstreamKey: Upstream["key"] }) {
  const t = useTranslations("instances.key");
  if (!upstreamKey) return <>{t("none")}</>;
  const { kind, actsAs, lastFour, createdAt } = upstreamKey;
  const parts = {
    kind: t(`kinds.${kind}`),
    code: () => <span className="font-mono">{lastFour}</span>,
    age: () => <RelativeTime at={createdAt} />,
    who: () => <bdi className="break-words">{actsAs}</bdi>,
  };
  return <span className="inline-block min-w-56">{t.rich(actsAs === null ? "facts" : "actsAs", parts)}</span>;
}
