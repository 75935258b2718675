import { AtSign } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { DomainProof } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../../../_ui/card.tsx";
import { Code } from "../../../../../../../_ui/code.tsx";
import { ConfirmDialog } from "../../../../../../../_ui/confirm-dialog.tsx";
import { CopyField } from "../../../../../../../_ui/copy-field.tsx";
import { EmptyState } from "../../../../../../../_ui/empty-state.tsx";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../../../_ui/status-dot.tsx";
import { ActionForm } from "../../../../../../_components/action-form.tsx";
import { giveUpDomain } from "../actions.ts";
import { CheckForm } from "./check-form.tsx";
import { ClaimForm } from "./claim-form.tsx";

type DomainsCardProps = { slug: string; domains: readonly DomainProof[]; mayChange: boolean };

/** The mail domains the organisation says are its own, and what proves each. */
export async function DomainsCard({ slug, domains, mayChange }: DomainsCardProps) {
  const t = await getTranslations("settings.signIn.domains");
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      {domains.length === 0 && (
        <EmptyState docsHref="/docs/sign-in#set-up-company-sign-in" icon={<AtSign />} title={t("empty")}>
          {t("emptyText")}
        </EmptyState>
      )}
      {domains.length > 0 && (
        <ul className="divide-y divide-line">
          {domains.map((proof) => (
            <li key={proof.id} className="grid gap-4 py-4 first:pt-0 last:pb-0">
              <Domain slug={slug} proof={proof} mayChange={mayChange} />
            </li>
          ))}
        </ul>
      )}
      {/* Its state ends with what it added. */}
      {mayChange && <ClaimForm key={domains.map(({ id }) => id).join()} slug={slug} />}
    </Card>
  );
}

type DomainProps = { slug: string; proof: DomainProof; mayChange: boolean };

async function Domain({ slug, proof, mayChange }: DomainProps) {
  const { id, domain, provenAt } = proof;
  const t = await getTranslations("settings.signIn.domains");
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h3 className="font-medium break-all">
            <bdi>{domain}</bdi>
          </h3>
          {provenAt ? (
            <p className="flex flex-wrap items-center gap-x-2">
              <StatusDot tone="ok">{t("proved")}</StatusDot>
              <RelativeTime at={provenAt} />
            </p>
          ) : (
            <p>
              <StatusDot tone="warn">{t("notProved")}</StatusDot>
            </p>
          )}
        </div>
        {mayChange && <RemoveDomain slug={slug} proof={proof} />}
      </div>
      {!provenAt && <ProofRecord proof={proof} mayChange={mayChange} />}
      {!provenAt && mayChange && <CheckForm slug={slug} id={id} domain={domain} />}
    </>
  );
}

async function ProofRecord({ proof, mayChange }: { proof: DomainProof; mayChange: boolean }) {
  const { id, domain, record } = proof;
  const t = await getTranslations("settings.signIn.domains");
  return (
    <div id={`record-${id}`} className="grid gap-4">
      <p className="max-w-[72ch] text-muted">{t("recordText")}</p>
      {mayChange ? (
        <>
          <CopyField label={t("recordNameFor", { domain })} value={record.name} />
          <CopyField label={t("recordValueFor", { domain })} value={record.value} />
        </>
      ) : (
        <KeyValue
          items={[
            { key: t("recordName"), value: <Code>{record.name}</Code> },
            { key: t("recordValue"), value: <Code>{record.value}</Code> },
          ]}
        />
      )}
    </div>
  );
}

async function RemoveDomain({ slug, proof: { id, domain } }: { slug: string; proof: DomainProof }) {
  const t = await getTranslations("settings.signIn.domains");
  return (
    <ActionForm action={giveUpDomain} hidden={{ slug, id }}>
      <ConfirmDialog
        title={t("removeTitle", { domain })}
        description={<p>{t("removeText")}</p>}
        confirmLabel={t("removeConfirm", { domain })}
        tone="secondary"
        size="dense"
      >
        {t.rich("remove", {
          domain: () => <bdi>{domain}</bdi>,
          hidden: (text) => <span className="sr-only">{text}</span>,
        })}
      </ConfirmDialog>
    </ActionForm>
  );
}
