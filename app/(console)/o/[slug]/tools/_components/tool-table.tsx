import { useFormatter, useTranslations } from "next-intl";
import Link from "next/link";
import type { PolicyRow } from "#lib/access/list-tool-policies.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import type { Column } from "../../../../../_ui/data-table.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { toHref } from "../../../../../_ui/query.ts";
import { type SortAddress, toSort } from "../../../../to-sort.ts";
import { type Uses, usesKey } from "../select-tools.ts";
import { StateBadge } from "./state-badge.tsx";
import { SwitchButton } from "./switch-button.tsx";

type ToolTableProps = {
  rows: readonly PolicyRow[];
  address: SortAddress;
  /** Null when they could not be read. */
  uses: Uses | null;
  mayChange: boolean;
};

/** One row a tool of an instance, with a switch for each role; who may only look sees words. */
export function ToolTable({ rows, address, uses, mayChange }: ToolTableProps) {
  const t = useTranslations("tools");
  const listed = { ...address, params: { ...address.params, from: undefined } };
  const columns: Column<PolicyRow>[] = [
    {
      key: "tool",
      header: t("list.tool"),
      sort: toSort(listed, "tool", "up"),
      cell: (row) => <ToolName row={row} address={address} />,
    },
    {
      key: "effect",
      header: t("list.effect"),
      sort: toSort(listed, "effect", "up"),
      isNarrow: true,
      cell: ({ effect }) => <EffectBadge effect={effect} />,
    },
    ...ROLES.map((role) => ({
      key: role,
      header: t(`roles.${role}`),
      isNarrow: true,
      cell: ({ name, tool, roles, state }: PolicyRow) => {
        const { isAllowed } = roles[role];
        if (!mayChange || state === "gone") return t(isAllowed ? "onOff.on" : "onOff.off");
        return (
          <SwitchButton
            name="one"
            value={JSON.stringify({ name, role, isAllowed: !isAllowed })}
            label={t("list.switch", { tool: tool.title, role: t(`roles.${role}`) })}
            isOn={isAllowed}
          />
        );
      },
    })),
    {
      key: "calls",
      header: t("list.calls"),
      sort: toSort(listed, "calls", "down"),
      align: "end",
      isNarrow: true,
      cell: (row) => <Calls used={uses === null ? null : (uses.get(usesKey(row)) ?? NOT_USED)} />,
    },
    { key: "state", header: t("list.state"), isNarrow: true, cell: (row) => <StateBadge row={row} /> },
  ];
  const select = {
    name: "names",
    header: t("list.select"),
    label: ({ tool }: PolicyRow) => t("list.selectTool", { tool: tool.title }),
    value: ({ name }: PolicyRow) => name,
    isLocked: ({ state }: PolicyRow) => state === "gone",
  };
  return (
    <ListTable
      table="tools"
      caption={t("list.caption")}
      isCaptionHidden
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      select={mayChange ? select : undefined}
    />
  );
}

function ToolName({ row, address: { path, params } }: { row: PolicyRow; address: SortAddress }) {
  const t = useTranslations("tools.list");
  const { id, tool, exposedName, group, upstreamName } = row;
  return (
    <span className="grid gap-0.5">
      <Link
        href={toHref(path, { ...params, tool: id })}
        prefetch={false}
        scroll={false}
        data-opens={id}
        className="w-fit text-accent-text underline-offset-2 hover:underline"
      >
        <bdi>{tool.title}</bdi>
      </Link>
      <span className="font-mono text-xs font-normal break-all text-muted">{exposedName}</span>
      <span className="text-xs font-normal text-muted">
        {t.rich("place", {
          group: () => <span data-text="lib">{findGroup(group)?.title ?? group}</span>,
          instance: () => <bdi>{upstreamName}</bdi>,
        })}
      </span>
    </span>
  );
}

const NOT_USED = { calls: 0, denied: 0 };

function Calls({ used }: { used: typeof NOT_USED | null }) {
  const t = useTranslations("tools.list");
  const format = useFormatter();
  if (used === null) return t("callsUnknown");
  return (
    <span className="grid">
      <span>{format.number(used.calls)}</span>
      {used.denied > 0 && <span className="text-xs text-muted">{t("denied", { count: used.denied })}</span>}
    </span>
  );
}
