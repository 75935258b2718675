import type { getTranslations } from "next-intl/server";
import type { ListedClientRow } from "#lib/grants/list-tenant-clients.ts";
import { toPlace } from "#lib/grants/policy.ts";
import type { AppPolicy } from "#lib/grants/terms.ts";
import type { Column } from "../../../../../_ui/data-table.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { IdentityBadge } from "../../../../_components/identity-badge.tsx";
import { type Standing, toStanding } from "../standing.ts";

type Translate = Awaited<ReturnType<typeof getTranslations<"apps">>>;

export const STANDING_TONES = {
  listed: "ok",
  open: "ok",
  ask: "warn",
  unlisted: "neutral",
  blocked: "danger",
} as const satisfies Record<Standing, string>;

type Options = { t: Translate; path: string; policy: AppPolicy; isBlocked: boolean };

export function toColumns({ t, path, policy, isBlocked }: Options): Column<ListedClientRow>[] {
  const app: Column<ListedClientRow> = {
    key: "app",
    header: t("columns.app"),
    cell: ({ id, name, identity, redirectHost }) => (
      <span className="grid justify-items-start gap-1">
        <TextLink href={`${path}/${id}`}>
          <bdi className="wrap-anywhere">{name}</bdi>
        </TextLink>
        <IdentityBadge identity={identity} />
        <span className="font-mono text-xs font-normal break-all text-muted">{toPlace(redirectHost)}</span>
      </span>
    ),
  };
  const people: Column<ListedClientRow> = {
    key: "people",
    header: t("columns.people"),
    align: "end",
    cell: (row) => row.people,
  };
  const seen: Column<ListedClientRow> = {
    key: "seen",
    header: t("columns.seen"),
    cell: ({ lastSeenAt }) => <RelativeTime at={lastSeenAt} />,
  };
  if (isBlocked) {
    return [
      app,
      {
        key: "reason",
        header: t("columns.reason"),
        cell: ({ reason }) => (
          <span className="wrap-anywhere whitespace-pre-line">{reason ?? t("noReason")}</span>
        ),
      },
      {
        key: "blocked",
        header: t("columns.blocked"),
        cell: ({ decidedAt }) => decidedAt && <RelativeTime at={decidedAt} />,
      },
    ];
  }
  return [
    app,
    {
      key: "standing",
      header: t("columns.standing"),
      cell: (row) => {
        const standing = toStanding({ policy, decision: toDecision(row), client: row });
        return <StatusDot tone={STANDING_TONES[standing]}>{t(`standing.${standing}`)}</StatusDot>;
      },
    },
    {
      key: "limit",
      header: t("columns.limit"),
      cell: ({ effectMax }) =>
        effectMax === null || effectMax === "destructive" ? (
          t("effects.destructive")
        ) : (
          <EffectBadge effect={effectMax} />
        ),
    },
    people,
    seen,
  ];
}

function toDecision({ state, isListed, effectMax, hosts }: ListedClientRow) {
  if (state === null) return null;
  return {
    state,
    isListed: isListed ?? true,
    effectMax: effectMax ?? ("destructive" as const),
    hosts: hosts ?? [],
  };
}
