import "#server-only";
import { z } from "zod";
import type { AuditAction } from "#lib/audit/schema.ts";
import { readDecidedTools } from "#lib/upstreams/read-decided-tools.ts";
import { reopenTools } from "#lib/upstreams/reopen-tools.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { type Reversal, reversal } from "./reversal.ts";

const STATES: readonly AuditAction[] = [
  "upstream.reopen-tools",
  "upstream.review-tools",
  "upstream.switch-tools",
];

/** A later row that does not say which tools it was about may be about these. */
const isSame: Reversal["isSame"] = (change, later) => {
  const [own, others] = [readDecidedTools(change.after), readDecidedTools(later.after)];
  return own === null || others === null || others.some(({ id }) => own.some((tool) => tool.id === id));
};

/** Tools switched off for everybody, or on again, as they were described then: what changed since has to be looked at. */
export const TOOL_STATE: Reversal = {
  ...reversal({
    verb: switchTools,
    rivals: STATES,
    before: z.object({ tools: z.array(z.string()) }),
    after: z.object({ isOn: z.boolean() }),
    toInput: ({ after: { isOn }, change }) => {
      const tools = readDecidedTools(change.after);
      if (tools === null) return null;
      const seen = Object.fromEntries(tools.map(({ id, hash }) => [id, hash]));
      return { id: change.target, toolIds: Object.keys(seen), seen, isOn: !isOn };
    },
    isSame,
  }),
  findTarget: () => null,
};

/** A review of tools that all waited: they wait again. */
export const TOOL_REVIEW: Reversal = {
  ...reversal({
    verb: reopenTools,
    rivals: STATES,
    before: z.object({ tools: z.array(z.string().endsWith(": pending")) }),
    after: z.object({ decision: z.enum(["approved", "off"]) }),
    toInput: ({ after: { decision }, change }) => {
      const tools = readDecidedTools(change.after);
      return tools && { decision, tools };
    },
    isSame,
  }),
  findTarget: () => null,
};
