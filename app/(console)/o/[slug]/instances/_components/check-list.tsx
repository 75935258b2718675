"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { CheckRow } from "#lib/upstreams/schema.ts";
import { CHECKS } from "#lib/upstreams/terms.ts";
import { TestRow, TestRun, type TestState } from "../../../../../_ui/test-run.tsx";

type CheckListProps = { rows: readonly CheckRow[]; isRunning?: boolean };

/** The checks of an instance with result and time; a failed one says why and what to do. */
export function CheckList({ rows, isRunning = false }: CheckListProps) {
  const t = useTranslations("instances");
  return (
    <TestRun label={t("test.label")}>
      {CHECKS.map((check, index) => {
        const row = rows.find((one) => one.check === check);
        if (row) return <Check key={check} row={row} />;
        const state = isRunning && index === rows.length ? "running" : "waiting";
        return <TestRow key={check} title={t(`checks.${check}`)} state={state} />;
      })}
    </TestRun>
  );
}

const STATES: Record<CheckRow["outcome"], TestState> = {
  ok: "passed",
  failed: "failed",
  skipped: "skipped",
  untold: "skipped",
};

function Check({ row }: { row: CheckRow }) {
  const t = useTranslations("instances");
  const format = useFormatter();
  const { check, outcome, problem, ms, status, code } = row;
  const time =
    ms < 1000
      ? t("ms", { ms })
      : t("seconds", { seconds: Number(format.number(ms / 1000, { maximumFractionDigits: 1 })) });
  const answered = [
    ...(status === undefined ? [] : [t("test.status", { status })]),
    ...(code === undefined ? [] : [t("test.code", { code })]),
  ];
  return (
    <TestRow
      title={t(`checks.${check}`)}
      state={STATES[outcome]}
      time={outcome === "skipped" || outcome === "untold" ? undefined : time}
      cause={
        problem && (
          <>
            {t(`causes.${problem}`)}{" "}
            {answered.length > 0 && <span className="font-mono">{format.list(answered)}</span>}
          </>
        )
      }
      fix={problem && t(`fixes.${problem}`)}
    >
      {outcome === "ok" || outcome === "untold" ? <Seen row={row} /> : null}
    </TestRow>
  );
}

function Seen({ row }: { row: CheckRow }) {
  const t = useTranslations("instances");
  const { check, outcome, revision, kind, actsAs, tools, leftOut } = row;
  if (outcome === "untold") {
    if (check === "certificate") return <>{t("test.plain")}</>;
    return <>{t(check === "answers_call" ? "test.noCall" : "test.keyFirst")}</>;
  }
  if (revision !== undefined) return <>{t("test.revision", { revision })}</>;
  if (tools !== undefined) {
    return (
      <>{leftOut === undefined ? t("test.toolCount", { tools }) : t("test.leftOut", { tools, leftOut })}</>
    );
  }
  if (kind === undefined) return null;
  if (!actsAs) return <>{t("test.ownerUnknown")}</>;
  const who = () => <bdi className="break-words">{actsAs}</bdi>;
  return <>{t.rich("test.actsAs", { who, kind: t(`key.kinds.${kind}`) })}</>;
}
