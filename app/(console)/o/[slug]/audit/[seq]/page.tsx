import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { getAuditRow } from "#lib/audit/get-audit-row.ts";
import { getChainEnd } from "#lib/audit/get-chain-end.ts";
import { isAuditAction } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { Diff } from "../../../../../_ui/diff.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { toHref } from "../../../../../_ui/query.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { WholeTime } from "../../../../../_ui/whole-time.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { ActorWords, OriginWords, TargetWords } from "../_components/audit-words.tsx";
import { toChanges } from "../to-changes.ts";

type Props = { params: Promise<{ slug: string; seq: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, seq } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/audit/${seq}`);
  const t = await getTranslations("audit");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function AuditRowPage({ params }: Props) {
  const { slug, seq } = await params;
  const path = `/o/${slug}/audit`;
  const actor = await loadMember(slug, `${path}/${seq}`);
  const t = await getTranslations("audit");
  if (!can(actor.role, "audit:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const row = await loadRow(actor, seq);
  // Where the newest row is not known, the way on is offered, and may lead nowhere.
  const end = await tryLoad(async () => (await getChainEnd(actor, {}))?.seq ?? row.seq);
  const action = isAuditAction(row.action) ? t(`actions.${row.action}`) : row.action;
  const changes = toChanges(row);
  const base = `/o/${slug}`;
  const reason = toReason(row.after);
  const count = row.outcome === "refused" ? toCount(row.after) : null;
  return (
    <>
      <PageHeader
        title={t("row.title", { action, number: String(row.seq) })}
        crumbs={[{ label: t("title"), href: path }]}
      />
      <div className="grid gap-6">
        <Card title={t("row.facts")}>
          <KeyValue
            items={[
              { key: t("row.time"), value: <WholeTime isLogged at={row.at} /> },
              { key: t("row.who"), value: <ActorWords row={row} base={base} /> },
              {
                key: t("row.target"),
                value: row.target && <TargetWords row={row} base={base} tenantId={actor.tenantId} />,
              },
              { key: t("row.outcome"), value: t(`outcomes.${row.outcome}`) },
              ...(row.outcome === "refused" && reason
                ? [{ key: t("row.details"), value: t(`reasons.${reason}`) }]
                : []),
              ...(count === null ? [] : [{ key: t("row.named"), value: t("row.count", { count }) }]),
              { key: t("row.from"), value: <OriginWords row={row} /> },
              {
                key: t("row.request"),
                value: row.requestId ? (
                  <code className="font-mono text-xs break-all">{row.requestId}</code>
                ) : (
                  t("row.noRequest")
                ),
              },
            ]}
          />
          <CopyField label={t("row.hash")} value={row.hash} />
          <p className="flex flex-wrap gap-x-4 gap-y-2">
            <TextLink href={toHref(path, { who: row.actorId })}>{t("row.sameActor")}</TextLink>
            {row.target && (
              <TextLink href={toHref(path, { target: row.target })}>{t("row.sameTarget")}</TextLink>
            )}
          </p>
        </Card>
        {row.outcome === "done" && (
          <Card title={t("row.changes")}>
            {changes.length > 0 ? (
              <Diff label={t("row.changes")} changes={changes} />
            ) : (
              <p className="text-muted">{t("row.noChanges")}</p>
            )}
          </Card>
        )}
        <nav aria-label={t("row.navigation")} className="flex flex-wrap gap-2">
          {(end === null || row.seq < end) && (
            <LinkButton href={`${path}/${row.seq + 1n}`}>{t("row.newer")}</LinkButton>
          )}
          {row.seq > 1n && <LinkButton href={`${path}/${row.seq - 1n}`}>{t("row.older")}</LinkButton>}
        </nav>
      </div>
    </>
  );
}

async function loadRow(actor: MemberActor, seq: string) {
  if (!/^[1-9]\d{0,17}$/.test(seq)) notFound();
  return await orNotFound(() => getAuditRow(actor, { seq: BigInt(seq) }));
}

/** Why it was refused; rows from before reasons were kept say nothing. */
function toReason(after: unknown): "forbidden" | "not_found" | null {
  if (typeof after !== "object" || after === null || !("reason" in after)) return null;
  return after.reason === "forbidden" || after.reason === "not_found" ? after.reason : null;
}

/** How much one refusal was about, where that was more than one thing. */
function toCount(after: unknown): number | null {
  if (typeof after !== "object" || after === null || !("count" in after)) return null;
  return typeof after.count === "number" ? after.count : null;
}
