import { getTranslations } from "next-intl/server";
import type { ClientRequestRow } from "#lib/grants/list-client-requests.ts";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { PersonChip } from "../../../../../_ui/person-chip.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";
import { IdentityBadge } from "../../../../_components/identity-badge.tsx";

const TONES = { open: "warn", approved: "ok", declined: "neutral" } as const;

/** Who wants which app, where it goes, and why; once answered, how. */
export async function RequestFacts({ request }: { request: ClientRequestRow }) {
  const t = await getTranslations("apps.requests");
  const { client, identity, redirectHost, reason, membership, askedAt, state, note } = request;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="flex min-w-0 flex-wrap items-center gap-2 font-semibold">
          <bdi className="wrap-anywhere">{client.name}</bdi>
          <IdentityBadge identity={identity} />
        </h3>
        <StatusDot tone={TONES[state]}>{t(`states.${state}`)}</StatusDot>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <PersonChip name={membership.name} email={membership.email} />
        <span className="text-table">{t.rich("asked", { time: () => <RelativeTime at={askedAt} /> })}</span>
      </div>
      <KeyValue
        items={[
          { key: t("goesTo"), value: <span className="font-mono break-all">{redirectHost}</span> },
          { key: t("reason"), value: <Text>{reason}</Text> },
          ...(note === null ? [] : [{ key: t("note"), value: <Text>{note}</Text> }]),
        ]}
      />
    </div>
  );
}

/** What somebody wrote. */
function Text({ children }: { children: string }) {
  return <bdi className="wrap-anywhere whitespace-pre-line">{children}</bdi>;
}
