import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "../../../../_ui/banner.tsx";

/** Says which instances do not work right now; connecting is still possible. */
export function FailingInstances({ names }: { names: readonly string[] }) {
  const t = useTranslations("consent.failing");
  const format = useFormatter();
  if (names.length === 0) return null;
  const list = format.list(
    names.map((name) => <bdi key={name}>{name}</bdi>),
    "all",
  );
  return (
    <Banner tone="warn" title={t("title")}>
      {t.rich("text", { names: () => list })}
    </Banner>
  );
}
