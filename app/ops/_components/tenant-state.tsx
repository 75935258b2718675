import { useTranslations } from "next-intl";
import type { TenantReport } from "#lib/operators/list-tenants.ts";
import { Badge } from "../../_ui/badge.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";

const TONES = { active: "ok", suspended: "danger", deleted: "neutral" } as const;

/** Whether an organisation runs, what kind it is, and whether an instance of it fails. */
export function TenantState({ tenant }: { tenant: TenantReport }) {
  const t = useTranslations("ops.tenants");
  return (
    <span className="flex flex-wrap items-center gap-2">
      <StatusDot tone={TONES[tenant.state]}>{t(`states.${tenant.state}`)}</StatusDot>
      {tenant.isSandbox && <Badge tone="info">{t("sandbox")}</Badge>}
      {tenant.isSample && <Badge>{t("sample")}</Badge>}
      {tenant.failing > 0 && <Badge tone="warn">{t("failing", { count: tenant.failing })}</Badge>}
    </span>
  );
}
