import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TextLink } from "./text-link.tsx";

type EmptyStateProps = {
  /** A lucide icon; drawn 20 px, for the eye only. */
  icon?: ReactNode;
  /** One sentence: what will be here. */
  title: ReactNode;
  children?: ReactNode;
  /** One primary action. */
  action?: ReactNode;
  /** The article about what will be here. */
  docsHref?: string | undefined;
};

export function EmptyState({ icon, title, children, action, docsHref }: EmptyStateProps) {
  const t = useTranslations("ui.empty");
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-control px-4 py-10 text-center">
      {icon && (
        <span aria-hidden="true" className="text-muted [&_svg]:size-5">
          {icon}
        </span>
      )}
      <p className="max-w-[48ch] font-semibold text-balance wrap-anywhere">{title}</p>
      {children && <div className="max-w-[60ch] text-muted">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-3">{action}</div>}
      {docsHref && (
        <p>
          <TextLink href={docsHref}>{t("docs")}</TextLink>
        </p>
      )}
    </div>
  );
}
