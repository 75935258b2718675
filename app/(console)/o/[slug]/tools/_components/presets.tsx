import { useTranslations } from "next-intl";
import type { PlannedPreset } from "#lib/access/plan-tool-presets.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { PresetNumbers } from "./preset-numbers.tsx";
import { PresetsForm } from "./presets-form.tsx";

type PresetsProps = {
  slug: string;
  planned: { presets: readonly PlannedPreset[]; seen: Readonly<Record<string, string>> };
  mayChange: boolean;
};

/** Ready-made policies to apply; who may only look reads what each of them would do. */
export function Presets({ slug, planned: { presets, seen }, mayChange }: PresetsProps) {
  const t = useTranslations("tools.presets");
  if (mayChange) return <PresetsForm slug={slug} seen={seen} presets={presets} />;
  return (
    <div className="grid gap-4">
      {presets.map((planned) => (
        <Card key={planned.preset} title={t(planned.preset)}>
          <div>
            <p className="text-muted">{t(`${planned.preset}Text`)}</p>
            <PresetNumbers planned={planned} />
          </div>
        </Card>
      ))}
    </div>
  );
}
