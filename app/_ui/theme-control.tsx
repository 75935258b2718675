import { getTranslations } from "next-intl/server";
import { joinClasses } from "./join-classes.ts";
import { readTheme } from "./read-theme.ts";
import { THEMES } from "./theme.ts";

/** Three buttons of one form; works without JavaScript and comes back to the same page. */
export async function ThemeControl() {
  const [current, t] = await Promise.all([readTheme(), getTranslations("ui.theme")]);
  return (
    <form method="post" action="/theme">
      <fieldset className="inline-flex min-w-0 flex-wrap items-center gap-2">
        <legend className="sr-only">{t("label")}</legend>
        <span aria-hidden="true" className="text-xs text-muted">
          {t("label")}
        </span>
        <span className="inline-flex rounded-md border border-control">
          {THEMES.map((theme) => (
            <button
              key={theme}
              type="submit"
              name="theme"
              value={theme}
              aria-pressed={theme === current}
              className={joinClasses(
                "min-h-7 px-2 text-xs first:rounded-s-[5px] last:rounded-e-[5px] pointer-coarse:min-h-11",
                theme === current
                  ? "bg-accent-soft font-medium text-accent-text underline underline-offset-4"
                  : "text-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {t(theme)}
            </button>
          ))}
        </span>
      </fieldset>
    </form>
  );
}
