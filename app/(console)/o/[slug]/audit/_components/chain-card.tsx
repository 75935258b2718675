import { useTranslations } from "next-intl";
import { Card } from "../../../../../_ui/card.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { CheckForm } from "./check-form.tsx";

type ChainCardProps = { slug: string; end: { seq: bigint; hash: string } | null };

/** What whoever doubts the log needs: its end to keep, the check, and a program to check it elsewhere. */
export function ChainCard({ slug, end }: ChainCardProps) {
  const t = useTranslations("audit.chain");
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {end && (
        <>
          <KeyValue items={[{ key: t("newest"), value: String(end.seq) }]} />
          <CopyField label={t("hash")} value={end.hash} />
        </>
      )}
      <CheckForm slug={slug} />
      <p className="text-table text-muted">
        <a
          href="/verify-audit.mjs"
          download="verify-audit.mjs"
          className="text-accent-text underline underline-offset-2 hover:decoration-2"
        >
          {t("download")}
        </a>
        {" · "}
        {t("how")}
      </p>
    </Card>
  );
}
