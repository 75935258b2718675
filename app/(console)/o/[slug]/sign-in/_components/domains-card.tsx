import { AtSign } from "lucide-react";
import type { DomainProof } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { Code } from "../../../../../_ui/code.tsx";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";
import { giveUpDomain } from "../actions.ts";
import { CheckForm } from "./check-form.tsx";
import { ClaimForm } from "./claim-form.tsx";

type DomainsCardProps = { slug: string; domains: readonly DomainProof[]; mayChange: boolean };

/** The mail domains the organisation says are its own, and what proves each. */
export function DomainsCard({ slug, domains, mayChange }: DomainsCardProps) {
  return (
    <Card title="1. Mail domains">
      <p className="max-w-[72ch] text-muted">
        The part after the @ in your people’s e-mail addresses. Company sign-in works for the domains that you
        proved to be yours, and for no others.
      </p>
      {domains.length === 0 && (
        <EmptyState icon={<AtSign />} title="Your mail domains will be here">
          You prove one with a line of text in its DNS, the public directory where its addresses are kept.
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

function Domain({ slug, proof, mayChange }: DomainProps) {
  const { id, domain, provenAt } = proof;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h3 className="font-medium break-all">
            <bdi>{domain}</bdi>
          </h3>
          {provenAt ? (
            <p className="flex flex-wrap items-center gap-x-2">
              <StatusDot tone="ok">Proved</StatusDot>
              <RelativeTime at={provenAt} />
            </p>
          ) : (
            <p>
              <StatusDot tone="warn">Not proved yet</StatusDot>
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

function ProofRecord({ proof, mayChange }: { proof: DomainProof; mayChange: boolean }) {
  const { id, domain, record } = proof;
  return (
    <div id={`record-${id}`} className="grid gap-4">
      <p className="max-w-[72ch] text-muted">
        Where the DNS of this domain is managed, add a record of type TXT, which is a line of text anybody can
        look up.
      </p>
      {mayChange ? (
        <>
          <CopyField label={`Record name for ${domain}`} value={record.name} />
          <CopyField label={`Record text for ${domain}`} value={record.value} />
        </>
      ) : (
        <KeyValue
          items={[
            { key: "Record name", value: <Code>{record.name}</Code> },
            { key: "Record text", value: <Code>{record.value}</Code> },
          ]}
        />
      )}
    </div>
  );
}

function RemoveDomain({ slug, proof: { id, domain } }: { slug: string; proof: DomainProof }) {
  return (
    <form action={giveUpDomain}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <ConfirmDialog
        title={`Remove ${domain}?`}
        description={
          <p>
            Nobody with an address there can use company sign-in any more, and another organisation can prove
            the domain. If it is your last proved one, company sign-in goes off. To use it again you prove it
            again.
          </p>
        }
        confirmLabel={`Remove ${domain}`}
        tone="secondary"
        size="dense"
      >
        Remove<span className="sr-only"> {domain}</span>
      </ConfirmDialog>
    </form>
  );
}
