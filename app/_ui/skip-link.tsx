import { useTranslations } from "next-intl";

/** The first stop of the keyboard on every page; every shell's `main` carries this id. */
export const MAIN_ID = "main";

export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      className="sr-only z-50 rounded-md bg-surface font-medium text-accent-text shadow-float focus:not-sr-only focus:fixed focus:start-4 focus:top-4 focus:px-4 focus:py-3"
    >
      {useTranslations("ui")("skip")}
    </a>
  );
}
