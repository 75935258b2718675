import { useTranslations } from "next-intl";
import type { PolicyRow } from "#lib/access/list-tool-policies.ts";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";

type StateBadgeProps = { row: Pick<PolicyRow, "state" | "change" | "isReached" | "tool"> };

/** Whether a tool is switched on at its instance, and what keeps it from being reached although it is. */
export function StateBadge({ row: { state, change, isReached, tool } }: StateBadgeProps) {
  const t = useTranslations("tools.states");
  const isListable = tool.verdict === "ok" || tool.verdict === "review";
  return (
    <span className="grid gap-0.5">
      {state === "approved" && <StatusDot tone="ok">{t("approved")}</StatusDot>}
      {state === "pending" && <StatusDot tone="warn">{t(change ?? "pending")}</StatusDot>}
      {state === "off" && <StatusDot tone="neutral">{t(change ? "offChanged" : "off")}</StatusDot>}
      {state === "gone" && <StatusDot tone="neutral">{t("gone")}</StatusDot>}
      {!isReached && state !== "gone" && <span className="text-muted">{t("shadowed")}</span>}
      {!isListable && <span className="text-muted">{t("ownAddress")}</span>}
    </span>
  );
}
