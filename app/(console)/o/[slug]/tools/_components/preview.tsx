import { useFormatter, useTranslations } from "next-intl";
import type { ToolPreview } from "#lib/access/preview-tools.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { toHref } from "../../../../../_ui/query.ts";
import { Stat } from "../../../../../_ui/stat.tsx";
import { ChoiceLinks } from "./choice-links.tsx";
import { PreviewGroups } from "./preview-groups.tsx";

type Found = { id: string; name: string; email: string };

type PreviewProps = {
  path: string;
  preview: ToolPreview;
  search: { text: string | undefined; found: readonly Found[] | null };
};

/** What an app is sent for a member, or for anybody of a role. */
export function Preview({ path, preview, search }: PreviewProps) {
  const t = useTranslations("tools");
  const format = useFormatter();
  const { member, role, connections, connection, isSharedAddress, tools, tokens } = preview;
  const view = { view: "preview" };
  const subject = member === null ? { ...view, role } : { ...view, member: member.id };
  const address = isSharedAddress ? undefined : "own";
  const listed = tools.filter(({ layer }) => layer === null).length;
  return (
    <div className="grid gap-6">
      <p className="max-w-[72ch] text-muted">{t("preview.text")}</p>
      <div className="grid gap-4">
        <FilterBar
          path={path}
          keep={view}
          filters={[{ name: "q", label: t("preview.search"), value: search.text }]}
        />
        {search.found?.length === 0 && <p>{t("preview.nobody")}</p>}
        {search.found && search.found.length > 0 && (
          <ChoiceLinks
            label={t("preview.found")}
            choices={search.found.map(({ id, name, email }) => ({
              href: toHref(path, { ...view, member: id }),
              isChosen: id === member?.id,
              label: (
                <>
                  <bdi>{name}</bdi> <span className="text-muted">{email}</span>
                </>
              ),
            }))}
          />
        )}
        <ChoiceLinks
          label={t("preview.roles")}
          choices={ROLES.map((one) => ({
            href: toHref(path, { ...view, role: one, address }),
            isChosen: member === null && role === one,
            label: t("preview.asRole", { role: t(`roles.${one}`) }),
          }))}
        />
        {member !== null && (
          <ChoiceLinks
            label={t("preview.connections")}
            choices={[
              {
                href: toHref(path, subject),
                isChosen: connection === null,
                label: t("preview.everything"),
              },
              ...connections.map(({ id, clientName, connectedAt }) => ({
                href: toHref(path, { ...subject, connection: id }),
                isChosen: connection?.id === id,
                label: t.rich("preview.connection", {
                  app: () => <bdi>{clientName}</bdi>,
                  date: connectedAt === null ? "" : format.dateTime(connectedAt, "day"),
                }),
              })),
            ]}
          />
        )}
        {connection === null && (
          <ChoiceLinks
            label={t("preview.addresses")}
            choices={(["shared", "own"] as const).map((one) => ({
              href: toHref(path, { ...subject, address: one === "own" ? "own" : undefined }),
              isChosen: isSharedAddress === (one === "shared"),
              label: t(`preview.${one}`),
            }))}
          />
        )}
      </div>
      <section aria-labelledby="preview-title" className="grid gap-4">
        <h2 id="preview-title" className="text-base font-semibold">
          {member === null
            ? t("preview.asRole", { role: t(`roles.${role}`) })
            : t.rich("preview.member", { name: () => <bdi>{member.name}</bdi>, role: t(`roles.${role}`) })}
        </h2>
        <div className="grid gap-4 sm:grid-cols-2">
          <Stat
            label={t("preview.toolsLabel")}
            value={t("preview.tools", { count: listed, total: tools.length })}
          />
          <Stat
            label={t("preview.tokensLabel")}
            value={t("preview.tokens", { count: tokens })}
            note={t("preview.tokensNote")}
          />
        </div>
        <PreviewGroups tools={tools} />
      </section>
    </div>
  );
}
