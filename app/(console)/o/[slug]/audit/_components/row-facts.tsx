import { useTranslations } from "next-intl";
import type { NamedDetail } from "#lib/audit/find-audit-row.ts";
import { readTakesBack } from "#lib/audit/read-takes-back.ts";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { WholeTime } from "../../../../../_ui/whole-time.tsx";
import { ActorWords, OriginWords, TargetWords } from "./audit-words.tsx";

type RowFactsProps = { row: NamedDetail; slug: string; tenantId: string };

/** What a row says but for what changed. */
export function RowFacts({ row, slug, tenantId }: RowFactsProps) {
  const t = useTranslations("audit");
  const base = `/o/${slug}`;
  const takesBack = readTakesBack(row.after);
  const reason = toReason(row.after);
  const count = row.outcome === "refused" ? toCount(row.after) : null;
  return (
    <KeyValue
      items={[
        { key: t("row.time"), value: <WholeTime isLogged at={row.at} /> },
        { key: t("row.who"), value: <ActorWords row={row} base={base} /> },
        {
          key: t("row.target"),
          value: row.target && <TargetWords row={row} base={base} tenantId={tenantId} />,
        },
        { key: t("row.outcome"), value: t(`outcomes.${row.outcome}`) },
        ...(row.outcome === "refused" && reason
          ? [{ key: t("row.details"), value: t(`reasons.${reason}`) }]
          : []),
        ...(count === null ? [] : [{ key: t("row.named"), value: t("row.count", { count }) }]),
        ...(takesBack === null
          ? []
          : [
              {
                key: t("row.takesBack"),
                value: (
                  <TextLink href={`${base}/audit/${takesBack}`}>
                    {t("row.number", { number: String(takesBack) })}
                  </TextLink>
                ),
              },
            ]),
        { key: t("row.from"), value: <OriginWords row={row} /> },
        {
          key: t("row.request"),
          value: row.requestId ? (
            <code className="font-mono text-xs break-all">{row.requestId}</code>
          ) : (
            t("row.noRequest")
          ),
        },
      ]}
    />
  );
}

/** Why it was refused; rows from before reasons were kept say nothing. */
function toReason(after: unknown): "forbidden" | "not_found" | null {
  if (typeof after !== "object" || after === null || !("reason" in after)) return null;
  return after.reason === "forbidden" || after.reason === "not_found" ? after.reason : null;
}

/** How much one refusal was about, where that was more than one thing. */
function toCount(after: unknown): number | null {
  if (typeof after !== "object" || after === null || !("count" in after)) return null;
  return typeof after.count === "number" ? after.count : null;
}
