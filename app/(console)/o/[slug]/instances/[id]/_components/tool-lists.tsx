import { getTranslations } from "next-intl/server";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ListedTool, UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Button } from "../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { EffectBadge } from "../../../../../../_ui/effect-badge.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { ActionForm } from "../../../../../_components/action-form.tsx";
import { approveList, switchTool } from "../../actions.ts";

type ToolListsProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean };
type Translate = Awaited<ReturnType<typeof getTranslations<"instances">>>;

/** What waits for a decision first, then all that is decided. */
export async function ToolLists({ slug, upstream, mayChange }: ToolListsProps) {
  const t = await getTranslations("instances");
  const { id, pendingDigest, quarantined } = upstream;
  const leftOut = new Set(quarantined.tools.map(({ name }) => name));
  // What is listed and left out stands in that list alone.
  const tools = upstream.tools.filter(({ state, name }) => state !== "gone" || !leftOut.has(name));
  const pending = tools.filter(({ state }) => state === "pending");
  const decided = tools.filter(({ state }) => state !== "pending");
  const columns = makeColumns(t);
  return (
    <>
      {tools.length === 0 && leftOut.size === 0 && (
        <Card title={t("toolLists.none")}>
          <p className="max-w-[72ch] text-muted">{t("toolLists.noneText")}</p>
        </Card>
      )}
      {pending.length > 0 && (
        <Card title={t("toolLists.waitingTitle", { count: pending.length })}>
          <p className="max-w-[72ch] text-muted">{t("toolLists.waitingText")}</p>
          {mayChange && (
            <ActionForm action={approveList} hidden={{ slug, id, digest: pendingDigest }}>
              <div>
                <SubmitButton>{t("toolStep.approve", { count: pending.length })}</SubmitButton>
              </div>
            </ActionForm>
          )}
          <DataTable
            caption={t("toolLists.waiting")}
            isCaptionHidden
            columns={columns}
            rows={pending}
            rowKey={toKey}
          />
        </Card>
      )}
      {decided.length > 0 && (
        <Card title={t("toolLists.title", { count: decided.length })}>
          <ActionForm action={switchTool} hidden={{ slug, id }}>
            <DataTable
              caption={t("toolLists.decided")}
              isCaptionHidden
              columns={[...columns, makeState(t), ...(mayChange ? [makeSwitch(t)] : [])]}
              rows={decided}
              rowKey={toKey}
            />
          </ActionForm>
        </Card>
      )}
    </>
  );
}

/** What waits, for the step that approves it. */
export async function WaitingTools({ tools }: { tools: readonly ListedTool[] }) {
  const t = await getTranslations("instances");
  return (
    <DataTable
      caption={t("toolLists.waiting")}
      isCaptionHidden
      columns={makeColumns(t)}
      rows={tools}
      rowKey={toKey}
    />
  );
}

const toKey = ({ id }: ListedTool) => id;

function makeColumns(t: Translate): Column<ListedTool>[] {
  return [
    {
      key: "name",
      header: t("toolLists.tool"),
      cell: ({ name }) => (
        <>
          <bdi className="block">{classifyTool({ name }).title}</bdi>
          <bdi className="block font-mono text-xs font-normal break-all text-muted">{name}</bdi>
        </>
      ),
    },
    {
      key: "group",
      header: t("toolLists.group"),
      cell: ({ name }) => <bdi>{groupOf(name)?.title ?? t("toolLists.other")}</bdi>,
    },
    {
      key: "effect",
      header: t("toolLists.effect"),
      cell: ({ name }) => {
        const group = groupOf(name);
        return (
          <span className="flex flex-wrap gap-1">
            <EffectBadge effect={group?.effect ?? "destructive"} />
            {group?.credential && <EffectBadge effect="credential" />}
          </span>
        );
      },
    },
  ];
}

function makeState(t: Translate): Column<ListedTool> {
  return {
    key: "state",
    header: t("toolLists.state"),
    cell: ({ state }) => {
      if (state === "approved") return <StatusDot tone="ok">{t("switches.on")}</StatusDot>;
      return <StatusDot tone="neutral">{t(state === "off" ? "switches.off" : "toolLists.gone")}</StatusDot>;
    },
  };
}

function makeSwitch(t: Translate): Column<ListedTool> {
  return {
    key: "switch",
    header: t("switches.header"),
    isHeaderHidden: true,
    align: "end",
    cell: ({ id, name, state }) =>
      state !== "gone" && (
        <Button
          type="submit"
          size="dense"
          name="press"
          value={`${state === "off" ? "on" : "off"} ${id}`}
          aria-label={t(state === "off" ? "switches.onLabel" : "switches.offLabel", { name })}
        >
          {t(state === "off" ? "switches.switchOn" : "switches.switchOff")}
        </Button>
      ),
  };
}

function groupOf(name: string) {
  return findGroup(classifyTool({ name }).group);
}
