import { getTranslations } from "next-intl/server";
import { ChoiceButtons } from "../../_ui/choice-buttons.tsx";
import { SHORTCUTS } from "../../_ui/display.ts";
import { readDisplay } from "../../_ui/read-display.ts";

/** Switches the shortcuts of single keys off, as WCAG 2.1.4 asks. */
export async function ShortcutsControl() {
  const [{ shortcuts }, t] = await Promise.all([readDisplay(), getTranslations("me.profile.shortcuts")]);
  const options = SHORTCUTS.map((value) => ({ value, label: t(value) }));
  return (
    <ChoiceButtons
      action="/display"
      name="shortcuts"
      label={t("title")}
      options={options}
      current={shortcuts}
    />
  );
}
