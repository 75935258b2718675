import { useTranslations } from "next-intl";
import type { ListedAudit } from "#lib/audit/list-audit.ts";
import { isAuditAction } from "#lib/audit/schema.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";

type Row = Pick<
  ListedAudit,
  "actor" | "actorId" | "actorKind" | "action" | "outcome" | "target" | "thing" | "network"
>;

/** What was done, in words; what the product no longer does shows its name. */
export function ActionWords({ row: { action, outcome } }: { row: Row }) {
  const t = useTranslations("audit");
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isAuditAction(action) ? t(`actions.${action}`) : <code className="font-mono">{action}</code>}
      {outcome === "refused" && <Badge tone="warn">{t("outcomes.refused")}</Badge>}
    </span>
  );
}

/** Who acted: a person with a link while they belong to the organisation, or what of ours. */
export function ActorWords({ row: { actor, actorId, actorKind }, base }: { row: Row; base: string }) {
  const t = useTranslations("audit.actor");
  if (actorKind === "member") {
    if (actor === null) return <Gone name={t("unknown")} id={actorId} />;
    return (
      <span className="grid sm:min-w-44">
        <TextLink href={`${base}/members/${actor.linkId}`}>
          <bdi>{actor.name}</bdi>
        </TextLink>
        <bdi className="wrap-anywhere text-muted">{actor.detail}</bdi>
      </span>
    );
  }
  const name = actorKind === "client" ? t("app") : actorKind === "operator" ? t("operator") : t("system");
  return <Gone name={name} id={actorId} />;
}

const PLACES = {
  person: "members",
  instance: "instances",
  connection: "connections",
  tool: "tools",
} as const;

/** What it was done to: a link where it is still there, else what the row remembers of it. */
export function TargetWords({
  row: { thing, target },
  base,
  tenantId,
}: {
  row: Row;
  base: string;
  tenantId: string;
}) {
  const t = useTranslations("audit.target");
  if (target === tenantId) return t("organisation");
  if (thing === null) return <code className="font-mono text-xs break-all text-muted">{target}</code>;
  const name =
    thing.kind === "connection" && thing.detail ? (
      t.rich("connection", { app: () => <bdi>{thing.name}</bdi>, person: () => <bdi>{thing.detail}</bdi> })
    ) : (
      <bdi>{thing.name}</bdi>
    );
  if (thing.kind === "domain") return name;
  return (
    <TextLink href={`${base}/${PLACES[thing.kind]}/${encodeURIComponent(thing.linkId)}`}>{name}</TextLink>
  );
}

/** From where, as far as it may be kept: the network. */
export function OriginWords({ row: { network, actorKind } }: { row: Row }) {
  const t = useTranslations("audit.from");
  if (network === null) {
    return <span className="text-muted">{t(actorKind === "member" ? "unknown" : "none")}</span>;
  }
  return network === "local" ? t("local") : <span className="font-mono text-xs break-all">{network}</span>;
}

function Gone({ name, id }: { name: string; id: string }) {
  return (
    <span className="grid">
      <span>{name}</span>
      <code className="font-mono text-xs break-all text-muted">{id}</code>
    </span>
  );
}
