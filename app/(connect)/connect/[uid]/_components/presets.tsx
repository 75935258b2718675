import { useTranslations } from "next-intl";
import type { Preset } from "#lib/oauth/suggest-groups.ts";

const PRESETS: readonly Preset[] = ["read", "suggested", "all"];

type PresetsProps = { uid: string; slug: string; current: Preset | null; isSeparate: boolean };

/** Starting points for the ticks; links, so that they work without scripts. */
export function Presets({ uid, slug, current, isSeparate }: PresetsProps) {
  const t = useTranslations("consent.presets");
  const suffix = isSeparate ? "&separate=yes" : "";
  return (
    <nav aria-label={t("label")} className="flex flex-wrap gap-1">
      {PRESETS.map((preset) => (
        <a
          key={preset}
          href={`/connect/${uid}/permissions?org=${encodeURIComponent(slug)}&preset=${preset}${suffix}`}
          aria-current={preset === current ? "true" : undefined}
          className="inline-flex min-h-11 items-center rounded-md border px-3 hover:bg-sunken aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
        >
          {t(preset)}
        </a>
      ))}
    </nav>
  );
}
