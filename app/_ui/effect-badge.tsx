import { Eye, Globe, KeyRound, type LucideIcon, Pencil, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "./badge.tsx";
import type { Tone } from "./tone.ts";

export type Effect = "read" | "write" | "destructive" | "external" | "credential";

const EFFECTS: Record<Effect, { tone: Tone; Icon: LucideIcon }> = {
  read: { tone: "info", Icon: Eye },
  write: { tone: "warn", Icon: Pencil },
  destructive: { tone: "danger", Icon: TriangleAlert },
  external: { tone: "ext", Icon: Globe },
  credential: { tone: "danger", Icon: KeyRound },
};

/** What a tool or a tool group may do, as icon, word and colour. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const t = useTranslations("ui.effects");
  const { tone, Icon } = EFFECTS[effect];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {t(effect)}
    </Badge>
  );
}
