import { getTranslations } from "next-intl/server";
import { type ListedAudit, listAudit } from "#lib/audit/list-audit.ts";
import { isAuditAction } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { reportError } from "../../../../../_http/report-error.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";

const LINES = 5;

/** The last lines of the audit log. The rest of the page stands without them. */
export async function LatestChanges({ actor }: { actor: MemberActor }) {
  const base = `/o/${actor.tenantSlug}`;
  const t = await getTranslations("overview");
  const found = await listAudit(actor, {}).catch((error: unknown) => void reportError(error));
  if (!found) return <FailedCard text={t("failed.audit")} retryHref={base} />;
  return (
    <Card title={t("audit.title")}>
      {found.rows.length === 0 ? (
        <p className="text-muted">{t("audit.none")}</p>
      ) : (
        <ul className="grid gap-2">
          {found.rows.slice(0, LINES).map((row) => (
            <ChangeLine key={String(row.seq)} row={row} base={base} />
          ))}
        </ul>
      )}
      <p>
        <TextLink href={`${base}/audit`}>{t("audit.all")}</TextLink>
      </p>
    </Card>
  );
}

async function ChangeLine({ row, base }: { row: ListedAudit; base: string }) {
  const t = await getTranslations("audit");
  return (
    <li className="flex flex-wrap gap-x-4 gap-y-1">
      <span className="w-full text-muted sm:w-32">
        <RelativeTime at={row.at} />
      </span>
      <TextLink href={`${base}/audit/${row.seq}`}>
        {isAuditAction(row.action) ? t(`actions.${row.action}`) : <bdi>{row.action}</bdi>}
      </TextLink>
      {row.actor && <bdi className="text-muted">{row.actor.name}</bdi>}
    </li>
  );
}
