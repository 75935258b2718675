import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

/** Geist's monospaced twin: for codes and addresses, so a page does not wait for it. */
const geistMono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  adjustFontFallback: false,
  preload: false,
  weight: "100 900",
});

/** The class that names both fonts; `globals.css` says what stands in until they are there. */
export const FONT_CLASSES = `${GeistSans.variable} ${geistMono.variable}`;
