import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { Overview } from "#lib/activity/get-overview.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { Stat } from "../../../../../_ui/stat.tsx";
import { loadAttention } from "../../../../load-attention.ts";

type NumbersProps = { actor: MemberActor; overview: Overview };

/** What goes on, in numbers that each lead to what they count. */
export async function OverviewNumbers({ actor, overview }: NumbersProps) {
  const t = await getTranslations("overview.stats");
  const base = `/o/${actor.tenantSlug}`;
  const attention = await loadAttention(actor);
  const { liveConnections, calls, failedAttempts } = overview;
  const seesAll = can(actor.role, "connection:read-all");
  return (
    <section aria-label={t("title")} className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {calls && <CallsStat base={base} calls={calls} />}
      <Stat
        label={t(seesAll ? "connections" : "ownConnections")}
        value={liveConnections}
        href={`${base}/connections`}
      />
      {failedAttempts !== null && (
        <Stat label={t("failed")} value={failedAttempts} href={`${base}/attempts`} />
      )}
      {attention && (
        <Stat label={t("changes")} value={attention.changedTools} href={`${base}/tools/changes`} />
      )}
      {attention && attention.accessRequests > 0 && (
        <Stat label={t("requests")} value={attention.accessRequests} href={`${base}/members?tab=requests`} />
      )}
      {attention && attention.appRequests > 0 && (
        <Stat label={t("appRequests")} value={attention.appRequests} href={`${base}/apps?view=requests`} />
      )}
    </section>
  );
}

function CallsStat({ base, calls }: { base: string; calls: NonNullable<Overview["calls"]> }) {
  const t = useTranslations("overview.stats");
  const { failed = 0, timed_out: timedOut = 0, denied = 0 } = calls;
  const all = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return (
    <Stat
      label={t("calls")}
      value={all}
      note={t("callsNote", { failed: failed + timedOut, denied })}
      href={`${base}/activity`}
    />
  );
}
