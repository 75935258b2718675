import { SlidersHorizontal } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Button } from "./button.tsx";
import { Checkbox } from "./checkbox.tsx";
import { DetailsMenu } from "./details-menu.tsx";
import { DENSITIES, type TableName, VIEW_ID } from "./display.ts";
import { readDisplay } from "./read-display.ts";

type ViewMenuProps = {
  table: TableName;
  /** The columns of this page's table that can be left out. */
  columns: readonly { key: string; label: string }[];
};

/** How close the rows of all tables stand, and what columns this one has; a plain form that comes back to the page. */
export async function ViewMenu({ table, columns }: ViewMenuProps) {
  const [display, t] = await Promise.all([readDisplay(), getTranslations("shell.view")]);
  const hidden: readonly string[] = display[table];
  return (
    <div className="ms-auto">
      <DetailsMenu
        id={VIEW_ID}
        panel="end"
        summary={
          <span className="flex items-center gap-2 text-muted">
            <SlidersHorizontal aria-hidden="true" className="size-4" />
            {t("label")}
          </span>
        }
      >
        <form method="post" action="/display" className="grid gap-4 p-2">
          <input type="hidden" name="table" value={table} />
          <fieldset className="min-w-0">
            <legend className="mb-1 text-table text-muted">{t("density")}</legend>
            {DENSITIES.map((density) => (
              <label
                key={density}
                className="flex min-h-7 items-center gap-3 font-medium pointer-coarse:min-h-11"
              >
                <input
                  type="radio"
                  name="density"
                  value={density}
                  defaultChecked={density === display.density}
                  className="size-5 accent-accent"
                />
                {t(density)}
              </label>
            ))}
          </fieldset>
          <fieldset className="min-w-0">
            <legend className="mb-1 text-table text-muted">{t("columns")}</legend>
            {columns.map(({ key, label }) => (
              <div key={key}>
                <input type="hidden" name="offered" value={key} />
                <Checkbox name="shown" value={key} label={label} defaultChecked={!hidden.includes(key)} />
              </div>
            ))}
          </fieldset>
          <Button type="submit">{t("save")}</Button>
        </form>
      </DetailsMenu>
    </div>
  );
}
