import { Circle, CircleCheckBig, CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ToolPolicies } from "#lib/access/list-tool-policies.ts";
import { HEADINGS } from "#lib/catalog/groups.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";
import { type GroupMark, markGroups } from "../select-tools.ts";
import { PolicyForm } from "./policy-form.tsx";

type MatrixProps = { slug: string; policies: ToolPolicies; mayChange: boolean };

/** Every group with every role: all, some or none of its tools. */
export function Matrix({ slug, policies: { tools, seen }, mayChange }: MatrixProps) {
  const t = useTranslations("tools");
  const order = (mark: GroupMark) => HEADINGS.findIndex((heading) => heading === mark.heading);
  const rows = markGroups(tools).toSorted((a, b) => order(a) - order(b));
  const columns: Column<GroupMark>[] = [
    {
      key: "group",
      header: t("matrix.group"),
      cell: ({ title, heading, isSingle }) => (
        <span className="grid gap-0.5">
          <span data-text="lib">{title}</span>
          <span data-text="lib" className="text-xs font-normal text-muted">
            {heading}
          </span>
          {isSingle && <span className="max-w-64 text-xs font-normal text-muted">{t("matrix.single")}</span>}
        </span>
      ),
    },
    {
      key: "effect",
      header: t("list.effect"),
      isNarrow: true,
      cell: ({ effect }) => <EffectBadge effect={effect} />,
    },
    ...ROLES.map((role) => ({
      key: role,
      header: t(`roles.${role}`),
      cell: (group: GroupMark) => <MarkCell group={group} role={role} mayChange={mayChange} />,
    })),
  ];
  return (
    <>
      {mayChange && <p className="mb-4 max-w-[72ch] text-muted">{t("matrix.text")}</p>}
      <PolicyForm slug={slug} seen={seen}>
        <DataTable
          caption={t("matrix.caption")}
          isCaptionHidden
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      </PolicyForm>
    </>
  );
}

const ICONS = { all: CircleCheckBig, some: CircleDashed, none: Circle };

type MarkCellProps = { group: GroupMark; role: Role; mayChange: boolean };

function MarkCell({ group, role, mayChange }: MarkCellProps) {
  const t = useTranslations("tools");
  const { mark, allowed, total } = group.roles[role];
  const Icon = ICONS[mark];
  const face = (
    <>
      <Icon
        aria-hidden="true"
        className={`size-4 shrink-0 ${mark === "none" ? "text-muted" : "text-accent-text"}`}
      />
      <span>{t("matrix.count", { mark: t(`matrix.${mark}`), allowed, total })}</span>
    </>
  );
  const isOn = mark === "all";
  if (!mayChange || group.isSingle) return <span className="inline-flex items-center gap-1.5">{face}</span>;
  return (
    <button
      type="submit"
      name="group"
      value={JSON.stringify({ name: group.id, role, isAllowed: !isOn })}
      aria-label={t("matrix.cell", {
        group: group.title,
        role: t(`roles.${role}`),
        mark: t(`matrix.${mark}`),
        allowed,
        total,
        isOn: String(isOn),
      })}
      className="inline-flex min-h-7 items-center gap-1.5 rounded-md border border-control bg-surface px-2 text-start hover:bg-sunken sm:whitespace-nowrap pointer-coarse:min-h-11"
    >
      {face}
    </button>
  );
}
