import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ListedTool, UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Button } from "../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { EffectBadge } from "../../../../../../_ui/effect-badge.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { countTools } from "../../_components/count-tools.ts";
import { approveList, switchTool } from "../../actions.ts";

type ToolListsProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean };

/** What waits for a decision first, then all that is decided. */
export function ToolLists({ slug, upstream, mayChange }: ToolListsProps) {
  const { id, tools, pendingDigest } = upstream;
  const pending = tools.filter(({ state }) => state === "pending");
  const decided = tools.filter(({ state }) => state !== "pending");
  return (
    <>
      {pending.length > 0 && (
        <Card title={`${countTools(pending.length)} ${pending.length === 1 ? "waits" : "wait"} for approval`}>
          <p className="max-w-[72ch] text-muted">
            New tools, and approved ones whose definition changed. Nobody can use them until you approve them;
            you can switch off single ones afterwards.
          </p>
          <DataTable
            caption="Waiting tools"
            isCaptionHidden
            columns={COLUMNS}
            rows={pending}
            rowKey={toKey}
          />
          {mayChange && (
            <form action={approveList}>
              <input type="hidden" name="slug" value={slug} />
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="digest" value={pendingDigest} />
              <SubmitButton>
                {pending.length === 1 ? "Approve this tool" : `Approve these ${pending.length} tools`}
              </SubmitButton>
            </form>
          )}
        </Card>
      )}
      {decided.length > 0 && (
        <Card title={countTools(decided.length)}>
          <DataTable
            caption="Tools"
            isCaptionHidden
            columns={[...COLUMNS, STATE, ...(mayChange ? [toSwitch(slug, id)] : [])]}
            rows={decided}
            rowKey={toKey}
          />
        </Card>
      )}
    </>
  );
}

/** What waits, for the step that approves it. */
export function WaitingTools({ tools }: { tools: readonly ListedTool[] }) {
  return <DataTable caption="Waiting tools" isCaptionHidden columns={COLUMNS} rows={tools} rowKey={toKey} />;
}

const toKey = ({ id }: ListedTool) => id;

const COLUMNS: Column<ListedTool>[] = [
  {
    key: "name",
    header: "Tool",
    cell: ({ name }) => (
      <>
        <bdi className="block">{classifyTool({ name }).title}</bdi>
        <bdi className="block font-mono text-xs font-normal break-all text-muted">{name}</bdi>
      </>
    ),
  },
  { key: "group", header: "Group", cell: ({ name }) => groupOf(name)?.title ?? "Other" },
  {
    key: "effect",
    header: "Effect",
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

const STATE: Column<ListedTool> = {
  key: "state",
  header: "State",
  cell: ({ state }) => {
    if (state === "approved") return <StatusDot tone="ok">On</StatusDot>;
    return <StatusDot tone="neutral">{state === "off" ? "Off for everybody" : "No longer listed"}</StatusDot>;
  },
};

function toSwitch(slug: string, id: string): Column<ListedTool> {
  return {
    key: "switch",
    header: "Switch",
    isHeaderHidden: true,
    align: "end",
    cell: ({ id: toolId, name, state }) =>
      state !== "gone" && (
        <form action={switchTool}>
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="toolId" value={toolId} />
          <Button type="submit" size="dense" name="to" value={state === "off" ? "on" : "off"}>
            {state === "off" ? "Switch on" : "Switch off"}
            <span className="sr-only"> {name}</span>
          </Button>
        </form>
      ),
  };
}

function groupOf(name: string) {
  return findGroup(classifyTool({ name }).group);
}
