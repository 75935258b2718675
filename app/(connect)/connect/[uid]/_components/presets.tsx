import type { Preset } from "#lib/oauth/suggest-groups.ts";

const WORDS: { preset: Preset; word: string }[] = [
  { preset: "read", word: "Read only" },
  { preset: "suggested", word: "Suggested" },
  { preset: "all", word: "All I may use" },
];

type PresetsProps = { uid: string; slug: string; current: Preset | null; isSeparate: boolean };

/** Starting points for the ticks; links, so that they work without scripts. */
export function Presets({ uid, slug, current, isSeparate }: PresetsProps) {
  const suffix = isSeparate ? "&separate=yes" : "";
  return (
    <nav aria-label="Starting points" className="flex flex-wrap gap-1">
      {WORDS.map(({ preset, word }) => (
        <a
          key={preset}
          href={`/connect/${uid}/permissions?org=${encodeURIComponent(slug)}&preset=${preset}${suffix}`}
          aria-current={preset === current ? "true" : undefined}
          className="inline-flex min-h-11 items-center rounded-md border px-3 hover:bg-sunken aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
        >
          {word}
        </a>
      ))}
    </nav>
  );
}
