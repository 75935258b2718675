import "./globals.css";
import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { ClientMessages } from "./_messages/client-messages.tsx";
import { PRODUCT_NAME } from "./_ui/page-title.ts";
import { readDisplay } from "./_ui/read-display.ts";
import { readTheme } from "./_ui/read-theme.ts";
import { SCRIPTS_OFF_PATH } from "./_ui/scripts.ts";
import { SkipLink } from "./_ui/skip-link.tsx";
import { FONT_CLASSES } from "./fonts.ts";

export const metadata: Metadata = {
  title: PRODUCT_NAME,
  description: "Connect Claude to your organisation’s own Trinity, with the access you choose.",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "32x32" },
      { url: "/favicon.svg", type: "image/svg+xml" },
    ],
    apple: "/apple-touch-icon.png",
  },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page has no nonce, and its scripts would be refused by the content security policy.
  await connection();
  const [lang, theme, { density }] = await Promise.all([getLocale(), readTheme(), readDisplay()]);
  return (
    <html lang={lang} dir="ltr" data-theme={theme} data-density={density} className={FONT_CLASSES}>
      <body className="bg-bg font-sans text-ink">
        <WithoutScripts nonce={(await headers()).get("x-nonce") ?? ""} />
        <SkipLink />
        {/* Dialogs are mounted beside this element and must lie above everything in it. */}
        <div className="isolate">
          <ClientMessages>{children}</ClientMessages>
        </div>
      </body>
    </html>
  );
}

/**
 * What comes after a skeleton is sent hidden, and a script puts it in the skeleton's place. Without scripts the first
 * page stands below the frame instead, and the skeleton is gone; those after it come whole (`Arriving`). In the layer `theme`, whose !important goes before that of `base`,
 * which hides whatever is `hidden`.
 */
function WithoutScripts({ nonce }: { nonce: string }) {
  return (
    <noscript>
      <link rel="stylesheet" href={SCRIPTS_OFF_PATH} />
      <style nonce={nonce}>{`[aria-busy="true"]{display:none}
@layer theme{body>div[hidden][id^="S:"]{display:block!important}}
body>div[hidden][id^="S:"]{max-width:72rem;margin:0 auto;padding:1rem}`}</style>
    </noscript>
  );
}
