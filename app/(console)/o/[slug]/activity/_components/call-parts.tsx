import { useTranslations } from "next-intl";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";

const KILO = 1_000;

/** Whose app it was: by the name it had when it was allowed. */
export function AppName({ call }: { call: Pick<BrowsedCall, "clientName" | "keyId"> }) {
  const t = useTranslations("activity.unknown");
  if (call.clientName !== null) return <bdi>{call.clientName}</bdi>;
  return <span className="text-muted">{t(call.keyId === null ? "app" : "key")}</span>;
}

export function PersonName({ call }: { call: Pick<BrowsedCall, "personName" | "personEmail"> }) {
  const t = useTranslations("activity.unknown");
  if (call.personName === null) return <span className="text-muted">{t("person")}</span>;
  return (
    <>
      <bdi className="block">{call.personName}</bdi>
      <bdi className="block min-w-40 break-words text-muted">{call.personEmail}</bdi>
    </>
  );
}

/** A size in bytes, or in thousands of them. */
export function Size({ bytes }: { bytes: number }) {
  const t = useTranslations("activity.size");
  return <>{bytes < KILO ? t("bytes", { bytes }) : t("kilobytes", { kilobytes: bytes / KILO })}</>;
}
