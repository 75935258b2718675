import { useTranslations } from "next-intl";
import type { ToolDetail } from "#lib/access/get-tool.ts";
import type { ToolUser } from "#lib/activity/list-tool-users.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { ToolVersion } from "#lib/upstreams/list-tool-versions.ts";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { Section } from "../../../../../_ui/section.tsx";
import { LimitList } from "./limit-list.tsx";
import { StateBadge } from "./state-badge.tsx";
import { ToolAccess } from "./tool-access.tsx";
import { ToolHints } from "./tool-hints.tsx";
import { ToolHistory } from "./tool-history.tsx";
import { ToolInputs } from "./tool-inputs.tsx";
import { ToolUsers } from "./tool-users.tsx";

type ToolDetailsProps = {
  actor: MemberActor;
  tool: ToolDetail;
  /** Null for what could not be read. */
  users: { users: ToolUser[]; people: number } | null;
  versions: ToolVersion[] | null;
  mayChange: boolean;
  retryHref: string;
};

/** All there is to know about one tool, beside the list or on a page of its own. */
export function ToolDetails({ actor, tool: row, users, versions, mayChange, retryHref }: ToolDetailsProps) {
  const t = useTranslations("tools.detail");
  const { tool, definition, sameName } = row;
  const theirs = typeof definition["description"] === "string" ? definition["description"] : null;
  return (
    <div className="grid min-w-0 gap-6">
      <div className="grid gap-2">
        {/* Text of the instance is text, whatever is in it. */}
        <p className="max-w-[72ch] break-words whitespace-pre-line">
          <bdi>{tool.description ?? theirs}</bdi>
        </p>
        {tool.description !== null && theirs !== null && theirs !== tool.description && (
          <Disclosure summary={t("theirs")}>
            <p className="break-words whitespace-pre-line text-muted">
              <bdi>{theirs}</bdi>
            </p>
          </Disclosure>
        )}
      </div>
      <Section title={t("facts")}>
        <KeyValue
          items={[
            { key: t("state"), value: <StateBadge row={row} /> },
            { key: t("effect"), value: <EffectBadge effect={row.effect} /> },
            { key: t("group"), value: findGroup(row.group)?.title ?? row.group },
            { key: t("instance"), value: <bdi>{row.upstreamName}</bdi> },
            { key: t("exposed"), value: <code className="font-mono break-all">{row.exposedName}</code> },
            ...(row.exposedName === row.name
              ? []
              : [{ key: t("own"), value: <code className="font-mono break-all">{row.name}</code> }]),
            { key: t("catalogue"), value: t(`verdicts.${tool.verdict}`) },
          ]}
        />
      </Section>
      <ToolAccess actor={actor} row={row} mayChange={mayChange} />
      {sameName.length > 0 && (
        <p className="max-w-[72ch] text-muted">
          {t("sameName", { count: sameName.length })}{" "}
          {sameName.map(({ exposedName }) => (
            <code key={exposedName} className="me-2 font-mono break-all">
              {exposedName}
            </code>
          ))}
        </p>
      )}
      <ToolInputs schema={definition["inputSchema"]} />
      <ToolHints slug={actor.tenantSlug} row={row} mayChange={mayChange} />
      <LimitList slug={actor.tenantSlug} row={row} mayChange={mayChange} />
      {users === null ? (
        <FailedCard text={t("usersFailed")} retryHref={retryHref} />
      ) : (
        <ToolUsers used={users} slug={actor.tenantSlug} />
      )}
      {versions === null ? (
        <FailedCard text={t("historyFailed")} retryHref={retryHref} />
      ) : (
        <ToolHistory versions={versions} hash={row.hash} />
      )}
    </div>
  );
}
