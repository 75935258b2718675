import { useTranslations } from "next-intl";
import { findGroup } from "#lib/catalog/groups.ts";
import type { HistoryActor, HistoryEntry } from "#lib/grants/get-connection.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { toReasonKey } from "../../../../../_components/to-reason-key.ts";

type HistoryCardProps = { history: readonly HistoryEntry[]; viewerId: string };

/** What became of the connection, oldest first. */
export function HistoryCard({ history, viewerId }: HistoryCardProps) {
  const t = useTranslations("connections.history");
  return (
    <Card title={t("title")}>
      <ol aria-label={t("title")} className="grid gap-4">
        {history.map((entry, index) => (
          <li key={index} className="grid gap-1 border-s-2 ps-4">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-medium">
                <Sentence entry={entry} viewerId={viewerId} />
              </span>
              <span className="text-table text-muted">
                <RelativeTime at={entry.at} />
              </span>
            </p>
            {"groups" in entry && entry.groups.length > 0 && (
              <ul className="list-disc ps-4 text-table">
                {entry.groups.map((id) => (
                  <li key={id}>
                    <bdi>{findGroup(id)?.title ?? id}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Sentence({ entry, viewerId }: { entry: HistoryEntry; viewerId: string }) {
  const t = useTranslations("connections");
  const { by } = entry;
  const who = () => <Who by={by} viewerId={viewerId} />;
  if (entry.kind !== "ended") return t.rich(`history.${entry.kind}`, { who });
  if (by.kind === "person") return t.rich("history.endedBy", { who });
  return t("history.ended", { reason: t(`reasons.${toReasonKey(entry.reason)}`) });
}

function Who({ by, viewerId }: { by: HistoryActor; viewerId: string }) {
  const t = useTranslations("connections.history");
  if (by.kind === "system") return null;
  if (by.id === viewerId) return t("you");
  return by.name === null ? t("gone") : <bdi>{by.name}</bdi>;
}
