import { Eye, Globe, KeyRound, Pencil, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "./badge.tsx";
import type { Tone } from "./tone.ts";

export type Effect = "read" | "write" | "destructive" | "external" | "credential";

// One element of each for all rows: React sends it once and refers to it.
const EFFECTS: Record<Effect, { tone: Tone; icon: ReactNode }> = {
  read: { tone: "info", icon: <Eye aria-hidden="true" /> },
  write: { tone: "warn", icon: <Pencil aria-hidden="true" /> },
  destructive: { tone: "danger", icon: <TriangleAlert aria-hidden="true" /> },
  external: { tone: "ext", icon: <Globe aria-hidden="true" /> },
  credential: { tone: "danger", icon: <KeyRound aria-hidden="true" /> },
};

/** What a tool or a tool group may do, as icon, word and colour. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const t = useTranslations("ui.effects");
  const { tone, icon } = EFFECTS[effect];
  return (
    <Badge tone={tone} icon={icon}>
      {t(effect)}
    </Badge>
  );
}
