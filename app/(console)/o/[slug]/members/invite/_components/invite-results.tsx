"use client";

import { useTranslations } from "next-intl";
import type { InviteResult } from "#lib/tenants/invite-people.ts";
import { DataTable } from "../../../../../../_ui/data-table.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";

/** Each address that was sent, and what became of it. */
export function InviteResults({ results }: { results: InviteResult[] }) {
  const t = useTranslations("members.invitePage");
  return (
    <div role="status">
      <DataTable
        caption={t("results")}
        columns={[
          {
            key: "address",
            header: t("address"),
            cell: ({ address }) => <bdi className="break-all">{address}</bdi>,
          },
          {
            key: "outcome",
            header: t("outcome"),
            cell: ({ outcome }) => (
              <StatusDot tone={outcome === "invited" || outcome === "resent" ? "ok" : "warn"}>
                {t(`outcomes.${outcome}`)}
              </StatusDot>
            ),
          },
        ]}
        rows={results}
        rowKey={({ address }) => address}
      />
    </div>
  );
}
