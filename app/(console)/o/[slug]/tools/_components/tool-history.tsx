import { useFormatter, useTranslations } from "next-intl";
import type { ToolVersion } from "#lib/upstreams/list-tool-versions.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { Section } from "../../../../../_ui/section.tsx";
import { DefinitionDiff } from "./definition-diff.tsx";

type ToolHistoryProps = { versions: readonly ToolVersion[]; hash: string };

/** What a tool was, newest first, each against the one before it. */
export function ToolHistory({ versions, hash }: ToolHistoryProps) {
  const t = useTranslations("tools.detail");
  const format = useFormatter();
  return (
    <Section title={t("history")}>
      {versions.length < 2 && <p className="text-muted">{t("noHistory")}</p>}
      <ol className="grid gap-4">
        {versions.map((version, index) => {
          const before = versions[index + 1];
          const { decision, decidedAt } = version;
          return (
            <li key={version.hash} className="grid min-w-0 gap-1.5">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                {version.hash === hash && <Badge tone="info">{t("now")}</Badge>}
                <span>{t("seen", { date: format.dateTime(version.seenAt, "moment") })}</span>
                {decision !== null && decidedAt !== null && (
                  <span className="text-muted">
                    {t(decision === "approved" ? "approvedOn" : "keptOffOn", {
                      date: format.dateTime(decidedAt, "moment"),
                    })}
                  </span>
                )}
              </span>
              {before !== undefined && (
                <Disclosure summary={t("against")}>
                  <DefinitionDiff
                    label={t("against")}
                    before={before.definition}
                    after={version.definition}
                  />
                </Disclosure>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
