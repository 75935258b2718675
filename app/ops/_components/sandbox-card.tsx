import { getTranslations } from "next-intl/server";
import type { Health } from "#lib/operators/get-health.ts";
import { Card } from "../../_ui/card.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";
import { endCode } from "../actions.ts";
import { IssueCodeForm } from "./issue-code-form.tsx";

type Translate = Awaited<ReturnType<typeof getTranslations<"ops.sandbox">>>;
type Props = Pick<Health, "sandbox" | "codes">;

const TONES = { good: "ok", ended: "neutral", revoked: "neutral" } as const;

/** The reviewer's sandbox: the last look at it, and the codes for it. */
export async function SandboxCard({ sandbox, codes }: Props) {
  const t = await getTranslations("ops.sandbox");
  if (!sandbox.isOn) {
    return (
      <Card title={t("title")}>
        <p className="max-w-[72ch] text-muted">{t("offText")}</p>
      </Card>
    );
  }
  return (
    <>
      <Card title={t("title")}>
        <KeyValue items={toFacts(sandbox, t)} />
      </Card>
      <DataTable
        caption={t("codes.title")}
        columns={toColumns(t)}
        rows={codes}
        rowKey={({ id }) => id}
        empty={
          <Card title={t("codes.title")}>
            <p className="text-muted">{t("codes.none")}</p>
          </Card>
        }
      />
      <Card title={t("issue.title")}>
        <p className="max-w-[72ch] text-muted">{t("issue.text")}</p>
        <IssueCodeForm />
      </Card>
    </>
  );
}

function toFacts({ last, days }: Props["sandbox"], t: Translate) {
  const probes = days.reduce((sum, day) => sum + day.probes, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  if (last === null) return [{ key: t("state"), value: t("unknown") }];
  return [
    {
      key: t("state"),
      value: last.ok ? (
        <StatusDot tone="ok">{t("well")}</StatusDot>
      ) : (
        <StatusDot tone="danger">{t(`steps.${last.failed ?? "sandbox"}`)}</StatusDot>
      ),
    },
    { key: t("looked"), value: <RelativeTime at={last.at} /> },
    { key: t("tools"), value: <bdi>{last.tools}</bdi> },
    { key: t("ninety"), value: t("counts", { probes, failed }) },
  ];
}

function toColumns(t: Translate): Column<Props["codes"][number]>[] {
  return [
    {
      key: "state",
      header: t("codes.columns.state"),
      cell: ({ state }) => <StatusDot tone={TONES[state]}>{t(`codes.states.${state}`)}</StatusDot>,
    },
    {
      key: "issued",
      header: t("codes.columns.issued"),
      cell: ({ issuedAt }) => <RelativeTime at={issuedAt} />,
    },
    {
      key: "by",
      header: t("codes.columns.by"),
      cell: ({ issuedBy }) => <bdi className="wrap-anywhere">{issuedBy}</bdi>,
    },
    {
      key: "until",
      header: t("codes.columns.until"),
      cell: ({ expiresAt }) => <RelativeTime at={expiresAt} />,
    },
    { key: "uses", header: t("codes.columns.uses"), align: "end", cell: ({ uses }) => <bdi>{uses}</bdi> },
    {
      key: "end",
      header: t("codes.columns.end"),
      isHeaderHidden: true,
      align: "end",
      cell: ({ id, state }) => state === "good" && <EndCode id={id} t={t} />,
    },
  ];
}

function EndCode({ id, t }: { id: string; t: Translate }) {
  return (
    <form action={endCode}>
      <input type="hidden" name="id" value={id} />
      <ConfirmDialog
        title={t("codes.question")}
        description={t("codes.consequence")}
        confirmLabel={t("codes.end")}
        size="dense"
      >
        {t("codes.end")}
      </ConfirmDialog>
    </form>
  );
}
