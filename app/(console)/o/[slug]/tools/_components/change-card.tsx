import { useFormatter, useTranslations } from "next-intl";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ChangedTool } from "#lib/upstreams/list-tool-changes.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { Button } from "../../../../../_ui/button.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";
import { DefinitionDiff } from "./definition-diff.tsx";

type ChangeCardProps = { change: ChangedTool; mayChange: boolean };

/** One tool that waits: what it was when it was approved against what it is. */
export function ChangeCard({ change, mayChange }: ChangeCardProps) {
  const t = useTranslations("tools.changes");
  const format = useFormatter();
  const { id, name, exposedName, upstreamName, approvedHash, approved, definition, seenAt } = change;
  const { title, group } = classifyTool({ name });
  const effect = findGroup(group)?.effect ?? "destructive";
  const isNew = approvedHash === null;
  return (
    <li className="grid min-w-0 gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-start gap-3">
        {mayChange && (
          <label className="grid size-7 shrink-0 place-items-center pointer-coarse:size-11">
            <input type="checkbox" name="ids" value={id} className="size-4 accent-accent" />
            <span className="sr-only">{t("select", { tool: title })}</span>
          </label>
        )}
        <div className="grid min-w-0 flex-1 basis-48 gap-0.5">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            <bdi>{title}</bdi>
            <Badge tone={isNew ? "info" : "warn"}>{t(isNew ? "new" : "changed")}</Badge>
            <EffectBadge effect={effect} />
          </h2>
          <p className="font-mono text-xs break-all text-muted">{exposedName}</p>
          <p className="text-table text-muted">
            {t.rich("at", {
              instance: () => <bdi>{upstreamName}</bdi>,
              date: format.dateTime(seenAt, "moment"),
            })}
          </p>
        </div>
        {mayChange && (
          <div role="group" aria-label={t("decisions", { tool: title })} className="flex flex-wrap gap-2">
            <Button
              type="submit"
              name="one"
              value={JSON.stringify({ id, decision: "approved" })}
              aria-label={t("approveOne", { tool: title })}
            >
              {t("approve")}
            </Button>
            <Button
              type="submit"
              name="one"
              value={JSON.stringify({ id, decision: "off" })}
              aria-label={t("keepOffOne", { tool: title })}
            >
              {t("keepOff")}
            </Button>
          </div>
        )}
      </div>
      {!isNew && approved === null && <p>{t("unknownBefore")}</p>}
      <DefinitionDiff label={t("diff", { tool: title })} before={approved} after={definition} />
    </li>
  );
}
