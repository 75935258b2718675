import { useTranslations } from "next-intl";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";

/** What the list of tools shows of each. */
export function ToolView() {
  const t = useTranslations("tools");
  const columns = OPTIONAL_COLUMNS.tools.map((key) => ({
    key,
    label: key === "effect" || key === "calls" || key === "state" ? t(`list.${key}`) : t(`roles.${key}`),
  }));
  return <ViewMenu table="tools" columns={columns} />;
}
