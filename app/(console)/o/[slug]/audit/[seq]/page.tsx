import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { getAuditRow } from "#lib/audit/get-audit-row.ts";
import { getChainEnd } from "#lib/audit/get-chain-end.ts";
import { isAuditAction } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getTakingBack } from "#lib/operations/get-taking-back.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { Diff } from "../../../../../_ui/diff.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { toHref } from "../../../../../_ui/query.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { RowFacts } from "../_components/row-facts.tsx";
import { TakingBackPart } from "../_components/taking-back-part.tsx";
import { readSeq } from "../read-seq.ts";
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
  const [end, back] = await Promise.all([
    tryLoad(async () => (await getChainEnd(actor, {}))?.seq ?? row.seq),
    tryLoad(async () => await getTakingBack(actor, { seq: row.seq })),
  ]);
  const action = isAuditAction(row.action) ? t(`actions.${row.action}`) : row.action;
  const changes = toChanges(row);
  return (
    <>
      <PageHeader
        title={t("row.title", { action, number: String(row.seq) })}
        crumbs={[{ label: t("title"), href: path }]}
      />
      <div className="grid gap-6">
        <Card title={t("row.facts")}>
          <RowFacts row={row} slug={slug} tenantId={actor.tenantId} />
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
            {back && <TakingBackPart actor={actor} seq={row.seq} found={back} />}
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
  return await orNotFound(() => getAuditRow(actor, { seq: readSeq(seq) ?? notFound() }));
}
