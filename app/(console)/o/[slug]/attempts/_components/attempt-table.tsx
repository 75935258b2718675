import { useTranslations } from "next-intl";
import type { ListedAttempt } from "#lib/activity/list-tenant-attempts.ts";
import { Code } from "../../../../../_ui/code.tsx";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";
import { toWait } from "../to-steps.ts";
import { AttemptPerson } from "./attempt-person.tsx";
import { AttemptState } from "./attempt-state.tsx";

/** Attempts, the newest first; the number opens one. */
export function AttemptTable({ base, attempts }: { base: string; attempts: readonly ListedAttempt[] }) {
  const t = useTranslations("attempts");
  return (
    <div className="grid gap-2">
      <ViewMenu
        table="attempts"
        columns={OPTIONAL_COLUMNS.attempts.map((key) => ({ key, label: t(`columns.${key}`) }))}
      />
      <ListTable
        table="attempts"
        caption={t("title")}
        isCaptionHidden
        rows={attempts}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "number",
            header: t("columns.number"),
            isNarrow: true,
            isRowHeader: true,
            cell: ({ number }) => (
              <TextLink href={`${base}/${number}`}>
                <Code>{number}</Code>
              </TextLink>
            ),
          },
          {
            key: "when",
            header: t("columns.when"),
            isNarrow: true,
            cell: ({ startedAt }) => <RelativeTime at={startedAt} />,
          },
          {
            key: "app",
            header: t("columns.app"),
            isNarrow: true,
            cell: ({ clientName }) =>
              clientName === null ? (
                <span className="text-muted">{t("unknownApp")}</span>
              ) : (
                <bdi>{clientName}</bdi>
              ),
          },
          {
            key: "person",
            header: t("columns.person"),
            cell: (attempt) => <AttemptPerson attempt={attempt} />,
          },
          {
            key: "stopped",
            header: t("columns.stopped"),
            isNarrow: true,
            cell: ({ furthest }) => t(`stages.${furthest}`),
          },
          {
            key: "took",
            header: t("columns.took"),
            isNarrow: true,
            align: "end",
            cell: ({ tookSeconds }) => t(`took.${toWait(tookSeconds).unit}`, toWait(tookSeconds)),
          },
          {
            key: "cause",
            header: t("columns.cause"),
            cell: ({ verdict }) => (
              <span className="grid gap-1 sm:min-w-44">
                <AttemptState state={verdict.state} />
                {verdict.state !== "connected" && verdict.state !== "going" && (
                  <span data-text="lib">{verdict.sentence}</span>
                )}
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}
