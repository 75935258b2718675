import "#server-only";
import { z } from "zod";

const DefinitionsSchema = z.object({ definitions: z.array(z.string()).min(1) });
const LINE = /^([0-9a-f-]{36}) ([0-9a-f]{64}) ([0-9a-f]{64}|-)$/;

export type DecidedTool = { id: string; hash: string; approvedHash: string | null };

/** The tools that a row of the audit log says a decision was about, as they were then; null where it does not say all of them. */
export function readDecidedTools(after: unknown): DecidedTool[] | null {
  const { data } = DefinitionsSchema.safeParse(after);
  if (!data) return null;
  const tools = data.definitions.flatMap((line) => {
    const [, id, hash, approved] = LINE.exec(line) ?? [];
    if (id === undefined || hash === undefined || approved === undefined) return [];
    return [{ id, hash, approvedHash: approved === "-" ? null : approved }];
  });
  return tools.length === data.definitions.length ? tools : null;
}
