import { useTranslations } from "next-intl";
import { Banner } from "../../../../_ui/banner.tsx";

/** Why Allow is off: nothing is there yet, or all of it is closed to this person. */
export function NothingToAllow({ isRestricted }: { isRestricted: boolean }) {
  const t = useTranslations("consent.nothing");
  const kind = isRestricted ? "restricted" : "empty";
  return (
    <Banner tone="warn" title={t(`${kind}.title`)}>
      {t(`${kind}.text`)}
    </Banner>
  );
}
