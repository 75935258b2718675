"use client";

import "./globals.css";
import { NextIntlClientProvider } from "next-intl";
import ui from "./_messages/en/ui.json";
import { DEFAULT_LOCALE } from "./_messages/locales.ts";
import { ErrorNotice } from "./_ui/error-notice.tsx";

/** Replaces the root layout when that itself failed, so it knows neither the theme nor the fonts. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang={DEFAULT_LOCALE} dir="ltr" data-theme="system">
      <body className="bg-bg font-sans text-ink">
        <main className="mx-auto max-w-[640px] p-4 sm:p-6">
          <NextIntlClientProvider locale={DEFAULT_LOCALE} messages={{ ui }}>
            <ErrorNotice error={error} retry={retry} />
          </NextIntlClientProvider>
        </main>
      </body>
    </html>
  );
}
