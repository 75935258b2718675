import { getTranslations } from "next-intl/server";
import { ChoiceButtons } from "./choice-buttons.tsx";
import { readTheme } from "./read-theme.ts";
import { THEMES } from "./theme.ts";

/** Works without JavaScript and comes back to the same page. */
export async function ThemeControl() {
  const [current, t] = await Promise.all([readTheme(), getTranslations("ui.theme")]);
  const options = THEMES.map((value) => ({ value, label: t(value) }));
  return (
    <ChoiceButtons action="/theme" name="theme" label={t("label")} options={options} current={current} />
  );
}
