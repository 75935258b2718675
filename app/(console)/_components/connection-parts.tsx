import { useTranslations } from "next-intl";
import { findGroup } from "#lib/catalog/groups.ts";
import type { Connection } from "#lib/grants/list-connections.ts";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";
import { toReasonKey } from "./to-reason-key.ts";

const TONES = { active: "ok", idle: "warn", expired: "neutral", disconnected: "neutral" } as const;

type StatusProps = Pick<Connection, "status"> & Partial<Pick<Connection, "endedAt" | "endedReason">>;

/** What a connection is now; of one that was ended also when and why, where that is given. */
export function ConnectionStatus({ status, endedAt, endedReason = null }: StatusProps) {
  const t = useTranslations("connections");
  return (
    <span className="grid gap-0.5">
      <StatusDot tone={TONES[status]}>{t(`statuses.${status}`)}</StatusDot>
      {endedAt && (
        <span className="text-table text-muted [&_time]:whitespace-normal">
          {t.rich("detail.ended", {
            time: () => <RelativeTime at={endedAt} />,
            reason: t(`reasons.${toReasonKey(endedReason)}`),
          })}
        </span>
      )}
    </span>
  );
}

export function isLive({ status }: Pick<Connection, "status">): boolean {
  return status === "active" || status === "idle";
}

/** How many tool groups, and on demand which. */
export function GroupList({ groups }: { groups: readonly string[] }) {
  const t = useTranslations("connections");
  return (
    <Disclosure
      summary={<span className="sm:whitespace-nowrap">{t("groupCount", { count: groups.length })}</span>}
    >
      <ul data-text="lib" className="list-disc ps-4">
        {groups.map((id) => (
          <li key={id}>{findGroup(id)?.title ?? id}</li>
        ))}
      </ul>
    </Disclosure>
  );
}
