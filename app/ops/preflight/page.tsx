import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { getPreflight, type Preflight } from "#lib/operations/get-preflight.ts";
import { listPreflightPoints } from "#lib/operations/list-preflight-points.ts";
import type { PreflightReport } from "#lib/operations/schema.ts";
import { requireOperator } from "../../_http/require-operator.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { Banner } from "../../_ui/banner.tsx";
import { Card } from "../../_ui/card.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RefreshWhile } from "../../_ui/refresh-while.tsx";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { Stat } from "../../_ui/stat.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { PreflightPoints, type ShownPoint } from "../_components/preflight-points.tsx";
import { RunPreflightForm } from "../_components/run-preflight-form.tsx";

type Translate = Awaited<ReturnType<typeof getTranslations<"ops.preflight">>>;

const PATH = "/ops/preflight";
/** Each look is a row in the operators' log. */
const LOOK_SECONDS = 5;

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("preflight.title"), t("name")) };
}

export default async function PreflightPage() {
  const actor = await requireOperator();
  const preflight = await getPreflight(actor, {});
  const t = await getTranslations("ops.preflight");
  const { runs, current } = preflight;
  const isKnown = current !== null && current.points.length > 0;
  return (
    <ClientMessages namespaces={["ops"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <RefreshWhile isOn={current !== null} everySeconds={LOOK_SECONDS} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {current ? (
          <Banner tone="info" title={t("running")} live="status">
            {t.rich("since", { time: () => <RelativeTime at={current.since} /> })}{" "}
            {isKnown
              ? t("known", { known: current.points.length, all: listPreflightPoints().length })
              : t("elsewhere")}{" "}
            <TextLink href={PATH}>{t("again")}</TextLink>
          </Banner>
        ) : (
          <Card>
            <p className="max-w-[72ch] text-muted">
              {runs.length === 0 && `${t("none")} `}
              {t("runText")}
            </p>
            <RunPreflightForm isFirst={runs.length === 0} />
          </Card>
        )}
        {runs[0] && <Counts run={runs[0]} t={t} />}
        <PreflightPoints title={t(isKnown ? "pointsNow" : "points")} points={toShown(preflight)} />
        {runs.length > 0 && (
          <DataTable
            caption={t("history.title")}
            columns={toColumns(t)}
            rows={runs}
            rowKey={({ startedAt }) => startedAt}
          />
        )}
      </div>
    </ClientMessages>
  );
}

/** What the run under way knows by now, else what the last one found; a point without a result was not looked at yet. */
function toShown({ runs, current }: Preflight): ShownPoint[] {
  const isKnown = current !== null && current.points.length > 0;
  const found = isKnown ? current.points : (runs[0]?.points ?? []);
  if (found === runs[0]?.points) return [...found];
  return listPreflightPoints().map(
    ({ number, title }) =>
      found.find((point) => point.number === number) ?? { number, title, state: "unseen", checks: [] },
  );
}

function Counts({ run, t }: { run: PreflightReport; t: Translate }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Stat
        label={t("last")}
        value={<RelativeTime at={new Date(run.startedAt)} />}
        note={t("took", { seconds: toSeconds(run) })}
      />
      <Stat label={t("states.passed")} value={<bdi>{run.passed}</bdi>} />
      <Stat label={t("states.failed")} value={<bdi>{run.failed}</bdi>} />
      <Stat label={t("states.needsOutside")} value={<bdi>{run.needsOutside}</bdi>} />
    </div>
  );
}

const toSeconds = ({ ms }: PreflightReport) => Math.round(ms / 100) / 10;

function toColumns(t: Translate): Column<PreflightReport>[] {
  const count = (key: "passed" | "failed" | "needsOutside"): Column<PreflightReport> => ({
    key,
    header: t(`history.columns.${key}`),
    align: "end",
    cell: (run) => <bdi>{run[key]}</bdi>,
  });
  return [
    {
      key: "at",
      header: t("history.columns.at"),
      cell: ({ startedAt }) => <RelativeTime at={new Date(startedAt)} />,
    },
    {
      key: "took",
      header: t("history.columns.took"),
      cell: (run) => t("took", { seconds: toSeconds(run) }),
    },
    count("passed"),
    count("failed"),
    count("needsOutside"),
    {
      key: "which",
      header: t("history.columns.which"),
      cell: ({ points }) => <FailedPoints points={points} />,
    },
  ];
}

function FailedPoints({ points }: Pick<PreflightReport, "points">) {
  const t = useTranslations("ops.preflight");
  const format = useFormatter();
  const failed = points.filter(({ state }) => state === "failed").map(({ number }) => String(number));
  return failed.length > 0 ? <bdi>{format.list(failed, "all")}</bdi> : t("history.nothing");
}
