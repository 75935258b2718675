import { useTranslations } from "next-intl";
import type { PlannedPreset } from "#lib/access/plan-tool-presets.ts";

/** What a preset would switch, role by role. */
export function PresetNumbers({ planned }: { planned: PlannedPreset }) {
  const t = useTranslations("tools");
  return (
    <ul className="mt-2 grid gap-0.5 tabular-nums">
      {planned.roles.map(({ role, on, off, allowed }) => (
        <li key={role}>
          {on === 0 && off === 0
            ? t("presets.noDifference", { role: t(`roles.${role}`), allowed })
            : t("presets.difference", { role: t(`roles.${role}`), on, off, allowed })}
        </li>
      ))}
    </ul>
  );
}
