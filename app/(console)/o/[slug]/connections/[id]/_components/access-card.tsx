import { getTranslations } from "next-intl/server";
import { type ExplainedGroup, explainConnection } from "#lib/access/explain-connection.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ConnectionDetail } from "#lib/grants/get-connection.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { tryLoad } from "../../../../../../_http/try-load.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { Disclosure } from "../../../../../../_ui/disclosure.tsx";
import { EffectBadge } from "../../../../../../_ui/effect-badge.tsx";
import { FailedCard } from "../../../../../../_ui/failed-card.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { isLive } from "../../../../../_components/connection-parts.tsx";

type AccessCardProps = { connection: ConnectionDetail; path: string };

/** Every tool there is, group by group, and for what it may not call the layer that says no. */
export async function AccessCard({ connection, path }: AccessCardProps) {
  const t = await getTranslations("connections.access");
  const explained = await tryLoad(() => explainConnection(connection));
  if (explained === null) return <FailedCard text={t("failed")} retryHref={path} />;
  const tools = explained.flatMap((group) => group.tools);
  const usable = tools.filter(({ layer }) => layer === null).length;
  const text = isLive(connection) ? "text" : "textEnded";
  return (
    <Card title={t("title")}>
      <div className="grid gap-6">
        <p className="max-w-[72ch]">{t(text, { usable, total: tools.length })}</p>
        <GroupSection
          title={t("allowed")}
          groups={explained.filter(({ isAllowed }) => isAllowed)}
          role={connection.role}
        />
        <GroupSection
          title={t("notAllowed")}
          groups={explained.filter(({ isAllowed }) => !isAllowed)}
          role={connection.role}
        />
      </div>
    </Card>
  );
}

type GroupSectionProps = { title: string; groups: readonly ExplainedGroup[]; role: Role };

async function GroupSection({ title, groups, role }: GroupSectionProps) {
  const t = await getTranslations("connections.access");
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{title}</h3>
      {groups.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="divide-y divide-line">
        {groups.map((group) => (
          <li key={group.id} className="py-2">
            <GroupTools group={group} role={role} />
          </li>
        ))}
      </ul>
    </section>
  );
}

async function GroupTools({ group, role }: { group: ExplainedGroup; role: Role }) {
  const [t, roles] = await Promise.all([getTranslations("connections.access"), getTranslations("ui.roles")]);
  const { id, tools } = group;
  const known = findGroup(id);
  const usable = tools.filter(({ layer }) => layer === null).length;
  return (
    <Disclosure
      summary={
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
          <bdi className="font-medium">{known?.title ?? id}</bdi>
          {known && <EffectBadge effect={known.effect} />}
          <span className="text-muted tabular-nums">{t("count", { usable, total: tools.length })}</span>
        </span>
      }
    >
      {tools.length === 0 ? (
        <p className="text-muted">{t("noTools")}</p>
      ) : (
        <ul className="grid gap-2">
          {tools.map(({ exposedName, title, layer }) => (
            <li key={exposedName} className="grid gap-x-4 sm:grid-cols-2">
              <span className="min-w-0">
                <bdi className="block break-words">{title}</bdi>
                <bdi className="block font-mono text-xs break-all text-muted">{exposedName}</bdi>
              </span>
              <StatusDot tone={layer === null ? "ok" : "neutral"}>
                {layer === null ? t("yes") : t(`layers.${layer}`, { role: roles(role) })}
              </StatusDot>
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}
