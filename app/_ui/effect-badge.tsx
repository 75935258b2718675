import { Eye, Globe, KeyRound, type LucideIcon, Pencil, TriangleAlert } from "lucide-react";
import { Badge } from "./badge.tsx";
import type { Tone } from "./tone.ts";

export type Effect = "read" | "write" | "destructive" | "external" | "credential";

const EFFECTS: Record<Effect, { tone: Tone; Icon: LucideIcon; word: string }> = {
  read: { tone: "info", Icon: Eye, word: "Read" },
  write: { tone: "warn", Icon: Pencil, word: "Write" },
  destructive: { tone: "danger", Icon: TriangleAlert, word: "Destructive" },
  external: { tone: "ext", Icon: Globe, word: "Reaches outside" },
  credential: { tone: "danger", Icon: KeyRound, word: "Credential" },
};

/** What a tool or a tool group may do, as icon, word and colour. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const { tone, Icon, word } = EFFECTS[effect];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
