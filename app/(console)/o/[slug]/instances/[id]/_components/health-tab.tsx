import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getHealth } from "#lib/upstreams/get-health.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import type { UpstreamProblem } from "#lib/upstreams/schema.ts";
import { tryLoad } from "../../../../../../_http/try-load.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { FailedCard } from "../../../../../../_ui/failed-card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { WholeTime } from "../../../../../../_ui/whole-time.tsx";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import { InstanceStatus } from "../../_components/instance-status.tsx";
import { LiveTest } from "../../_components/live-test.tsx";
import { HealthEvents } from "./health-events.tsx";
import { HealthLine } from "./health-line.tsx";

type HealthTabProps = { actor: MemberActor; upstream: UpstreamDetail; mayChange: boolean };

/** How it is, how it was, and what happened. */
export async function HealthTab({ actor, upstream, mayChange }: HealthTabProps) {
  const [t, words] = [await getTranslations("instances.health"), await getTranslations("instances.test")];
  const page = `/o/${actor.tenantSlug}/instances/${upstream.id}`;
  const health = await tryLoad(() => getHealth(actor, { id: upstream.id }));
  return (
    <div className="grid gap-6">
      <Card title={t("title")}>
        <StatusFacts upstream={upstream} />
      </Card>
      {health ? (
        <Card title={t("line")}>
          <HealthLine days={health.days} />
        </Card>
      ) : (
        <FailedCard text={t("failed")} retryHref={page} />
      )}
      {upstream.key !== null && (
        <Card title={t("testTitle")}>
          {mayChange ? (
            <LiveTest
              action={`${page}/test`}
              back={page}
              stored={upstream.report}
              isOwner={actor.role === "owner"}
            />
          ) : (
            <NotAllowed actor={actor} permission="upstream:write" actions={[words("run")]} />
          )}
        </Card>
      )}
      {health && (
        <Card title={t("events")}>
          <HealthEvents events={health.events} />
        </Card>
      )}
    </div>
  );
}

const KINDS: Record<UpstreamProblem, "unreachable" | "refused" | "protocol"> = {
  unreachable: "unreachable",
  timeout: "unreachable",
  refused_key: "refused",
  failed: "protocol",
  protocol: "protocol",
};

async function StatusFacts({ upstream }: { upstream: UpstreamDetail }) {
  const t = await getTranslations("instances");
  const { key: _key, ...status } = upstream;
  const { url, apiUrl, transport, revision, problem, problemSince, problemStatus, problemCode } = upstream;
  const { lastGoodAt, syncedAt, latencyMs } = upstream;
  const time = (at: Date | null) => (at === null ? t("never") : <WholeTime at={at} />);
  const wrong =
    problem === null
      ? []
      : [
          { key: t("health.kind"), value: t(`kinds.${KINDS[problem]}`) },
          ...(problemSince ? [{ key: t("health.since"), value: time(problemSince) }] : []),
          ...(problemStatus === null ? [] : [{ key: t("health.http"), value: toCode(problemStatus) }]),
          ...(problemCode === null ? [] : [{ key: t("health.mcp"), value: toCode(problemCode) }]),
        ];
  return (
    <KeyValue
      items={[
        { key: t("health.status"), value: <InstanceStatus {...status} /> },
        ...wrong,
        { key: t("health.lastGood"), value: time(lastGoodAt) },
        { key: t("health.latency"), value: latencyMs === null ? t("notKnown") : t("ms", { ms: latencyMs }) },
        { key: t("health.sync"), value: time(syncedAt) },
        { key: t("health.url"), value: toCode(url) },
        { key: t("health.apiUrl"), value: apiUrl ? toCode(apiUrl) : t("health.notGiven") },
        { key: t("health.transport"), value: t(`health.${transport}_transport`) },
        { key: t("health.revision"), value: revision === null ? t("notKnown") : toCode(revision) },
      ]}
    />
  );
}

function toCode(text: string | number) {
  return <span className="font-mono break-all">{text}</span>;
}
