import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { Hints } from "#lib/catalog/terms.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isWithinApp } from "./internal/is-within-app.ts";
import type { JudgedList } from "./internal/judge-list.ts";
import { judgeList } from "./internal/judge-list.ts";
import { findPreviewSubject, type PreviewSubject } from "./internal/preview/find-subject.ts";
import { isSwitchedOff } from "./is-switched-off.ts";
import type { RefusalLayer, ToolState } from "./policy.ts";
import { presentVisibleTool } from "./present-visible-tool.ts";

export type PreviewedTool = {
  exposedName: string;
  title: string;
  group: GroupId;
  hints: Hints;
  state: ToolState;
  /** Who says no; null for a tool that is listed. */
  layer: RefusalLayer | "app" | "grant" | null;
  /** What it adds to the list an app reads, were it listed. */
  tokens: number;
};

export type ToolPreview = PreviewSubject & {
  tools: PreviewedTool[];
  /** Of the tools that are listed. */
  tokens: number;
};

/** English and JSON are about four characters a token in the models people use; nobody's own count is asked for. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * The list of tools that a member's connection sees, or that a role would see with every group ticked, and what is not in
 * it with the layer that says no: the same judgement as `listVisibleTools`. `tokens` estimates what the list costs a
 * conversation: the characters of the JSON that is sent, by four. Throws `not_found` for somebody else's member.
 */
export const previewTools = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<ToolPreview> => {
    const subject = await findPreviewSubject(actor, raw);
    const { tenantId } = actor;
    const [isOff, judged] = await Promise.all([
      isSwitchedOff(tenantId),
      judgeList({ tenantId, role: subject.role }),
    ]);
    const tools = judged
      .filter(({ state }) => state !== "gone")
      .map((one) => toPreviewed(one, subject))
      .map((tool) => (isOff ? { ...tool, layer: "paused" as const } : tool));
    const listed = tools.filter(({ layer }) => layer === null);
    return { ...subject, tools, tokens: listed.reduce((sum, { tokens }) => sum + tokens, 0) };
  },
  { action: findPreviewSubject.action, permission: findPreviewSubject.permission },
);

function toPreviewed(
  { visible, group, state, refusals }: JudgedList[number],
  { isSharedAddress, connection }: PreviewSubject,
): PreviewedTool {
  const refusal = isSharedAddress ? refusals.shared : refusals.own;
  const isTicked = connection === null || connection.groups.includes(group);
  const { length } = JSON.stringify(presentVisibleTool(visible));
  return {
    exposedName: visible.exposedName,
    title: visible.tool.title,
    group,
    hints: visible.tool.hints,
    state,
    layer: refusal ?? (!isWithinApp(connection ?? {}, group) ? "app" : isTicked ? null : "grant"),
    tokens: Math.ceil(length / CHARACTERS_PER_TOKEN),
  };
}
