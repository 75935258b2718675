"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";
import { pageTitle } from "./page-title.ts";
import { TextLink } from "./text-link.tsx";

/** What an error boundary says: that it was us, what to do, and the reference that is also in our log. */
export function ErrorNotice({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("ui.error");
  const reference = readDigest(error);
  return (
    <div className="grid gap-4 py-6" role="alert">
      <title>{pageTitle(t("page"))}</title>
      <h1 className="text-xl font-semibold">{t("title")}</h1>
      <p className="max-w-[72ch] text-muted">{t(reference ? "textWithReference" : "text")}</p>
      {reference && (
        <p>
          {t.rich("reference", {
            reference: () => <code className="rounded-sm bg-sunken px-1 font-mono">{reference}</code>,
          })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button tone="primary" onClick={() => retry()}>
          {t("retry")}
        </Button>
        <TextLink href="/docs/errors#internal">{t("help")}</TextLink>
      </div>
    </div>
  );
}

function readDigest(error: unknown): string | undefined {
  const isDigested = error instanceof Error && "digest" in error && typeof error.digest === "string";
  return isDigested ? (error.digest as string) : undefined;
}
