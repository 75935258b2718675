import { useTranslations } from "next-intl";
import type { ListedAudit } from "#lib/audit/list-audit.ts";
import { isAuditAction } from "#lib/audit/schema.ts";
import { EXPORT_KINDS } from "#lib/exports/terms.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";

type Thing = NonNullable<ListedAudit["thing"]>;
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

const ACTORS: Record<string, "app" | "operator" | "system"> = {
  client: "app",
  operator: "operator",
  system: "system",
};

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
  return <Gone name={t(ACTORS[actorKind] ?? "system")} id={actorId} />;
}

/** Who acted, by name alone, within a sentence. */
export function ActorName({ row: { actor, actorKind } }: { row: Pick<Row, "actor" | "actorKind"> }) {
  const t = useTranslations("audit.actor");
  if (actor !== null) return <bdi>{actor.name}</bdi>;
  return t(ACTORS[actorKind] ?? "unknown");
}

/** The page of what an action was done to, below the organisation's. */
function findPlace({ kind, linkId }: Thing): string {
  const id = encodeURIComponent(linkId);
  const places: Record<Thing["kind"], string> = {
    person: `members/${id}`,
    instance: `instances/${id}`,
    connection: `connections/${id}`,
    tool: `tools/${id}`,
    app: `apps/${id}`,
    domain: "settings/sign-in",
    invitation: "members?tab=invitations",
    request: "members?tab=requests",
    export: "exports",
  };
  return places[kind];
}

/** What it was done to: a link where it is still there, else what the row remembers of it. */
export function TargetWords({
  row: { thing, target, action },
  base,
  tenantId,
}: {
  row: Row;
  base: string;
  tenantId: string;
}) {
  const t = useTranslations("audit.target");
  if (target === tenantId) return t("organisation");
  if (action.startsWith("sso.")) return <TextLink href={`${base}/settings/sign-in`}>{t("sso")}</TextLink>;
  if (thing === null) return <code className="font-mono text-xs break-all text-muted">{target}</code>;
  return (
    <TextLink href={`${base}/${findPlace(thing)}`}>
      <ThingName thing={thing} />
    </TextLink>
  );
}

function ThingName({ thing: { kind, name, detail } }: { thing: Thing }) {
  const t = useTranslations("audit.target");
  const kinds = useTranslations("exports.kinds");
  const words = { name: () => <bdi>{name}</bdi>, detail: () => <bdi>{detail}</bdi> };
  if (kind === "connection" && detail) return t.rich("connection", words);
  if (kind === "invitation") return t.rich("invitation", words);
  if (kind === "request") return t.rich("request", words);
  const exported = kind === "export" && EXPORT_KINDS.find((one) => one === name);
  if (exported) return t("export", { kind: kinds(exported) });
  return <bdi>{name}</bdi>;
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
