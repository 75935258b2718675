"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { CheckRow } from "#lib/upstreams/schema.ts";
import { CHECKS } from "#lib/upstreams/terms.ts";
import { Banner } from "../../../../../_ui/banner.tsx";
import { Button } from "../../../../../_ui/button.tsx";
import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { CheckList } from "./check-list.tsx";
import { readLines } from "./read-lines.ts";

type LiveTestProps = {
  /** Where the test runs: a stream of rows, or without scripts a page to come back to. */
  action: string;
  back: string;
  /** The rows of the last test. */
  stored: readonly CheckRow[];
  isOwner: boolean;
};

/** Runs the test of a stored instance; its rows come in one by one. */
export function LiveTest({ action, back, stored, isOwner }: LiveTestProps) {
  const t = useTranslations("instances.test");
  const router = useRouter();
  const [fresh, setFresh] = useState<readonly CheckRow[] | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const rows = fresh ?? stored;
  const isSystemKey = rows.some((row) => row.problem === "system_key");

  async function run(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isRunning) return;
    const fields = [...new FormData(event.currentTarget)];
    const body = new URLSearchParams(
      fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
    setRunning(true);
    setProblem(null);
    setFresh([]);
    try {
      const failed = await readTest(action, body, (row) => setFresh((before) => [...(before ?? []), row]));
      if (failed !== null) setProblem(failed);
    } catch {
      setProblem(t("broken"));
    }
    setRunning(false);
    router.refresh();
  }

  return (
    <form method="post" action={action} onSubmit={(event) => void run(event)} className="grid gap-4">
      <input type="hidden" name="back" value={back} />
      {problem !== null && <Banner tone="danger" title={problem} live="alert" />}
      {(rows.length > 0 || isRunning) && <CheckList rows={rows} isRunning={isRunning} />}
      {isOwner && isSystemKey && !isRunning && (
        <Checkbox name="confirmSystem" label={t("confirmSystem")} description={t("confirmSystemText")} />
      )}
      <div>
        <Button type="submit" tone={rows.length > 0 ? "secondary" : "primary"} pending={isRunning}>
          {isRunning ? t("running") : t(rows.length > 0 ? "again" : "run")}
        </Button>
      </div>
      {rows.length > 0 && !isRunning && (
        <CopyField label={t("copy")} hint={t("copyHint")} value={toReport(rows)} />
      )}
    </form>
  );
}

/** What ended it early, or null. */
async function readTest(
  action: string,
  body: URLSearchParams,
  onRow: (row: CheckRow) => void,
): Promise<string | null> {
  const response = await fetch(action, { method: "POST", body, headers: { accept: "application/x-ndjson" } });
  if (!response.body) throw new Error("no rows");
  let failed: string | null = null;
  for await (const line of readLines(response.body)) {
    const said = JSON.parse(line) as { row: CheckRow } | { problem: string };
    if ("problem" in said) failed = said.problem;
    // A newer server, while one is replaced by the next, may check what this page has no words for.
    else if (CHECKS.includes(said.row.check)) onRow(said.row);
  }
  return failed;
}

function toReport(rows: readonly CheckRow[]): string {
  return rows
    .map(({ check, outcome, problem, ms, status, code, revision }) =>
      [check, outcome, problem, status, code, revision, `${ms}ms`]
        .filter((part) => part !== undefined)
        .join(" "),
    )
    .join("; ");
}
