import { useTranslations } from "next-intl";
import { TabLinks } from "../../../../../_ui/tab-links.tsx";

export const VIEWS = ["list", "matrix", "presets", "preview"] as const;
export type View = (typeof VIEWS)[number];

type ToolsTabsProps = { slug: string; current: View | "changes"; waiting: number };

export function ToolsTabs({ slug, current, waiting }: ToolsTabsProps) {
  const t = useTranslations("tools.views");
  const path = `/o/${slug}/tools`;
  return (
    <TabLinks
      label={t("label")}
      tabs={[
        ...VIEWS.map((view) => ({
          href: view === "list" ? path : `${path}?view=${view}`,
          label: t(view),
          isCurrent: view === current,
        })),
        {
          href: `${path}/changes`,
          label: t("changes"),
          isCurrent: current === "changes",
          count: waiting || undefined,
        },
      ]}
    />
  );
}
