import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";

export type PageHeadingProps = {
  /** The page's only h1. */
  title: ReactNode;
  description?: ReactNode;
  crumbs?: readonly Crumb[] | undefined;
  actions?: ReactNode;
  /** The one thing most people come for; on a phone it stays at the lower end of the window. */
  primary?: ReactNode;
  /** Below all of it. */
  children?: ReactNode;
};

/** The head of a page that asks for something; one that shows what there is has a `PageHeader`. */
export function PageHeading(props: PageHeadingProps) {
  const { title, description, crumbs, actions, primary, children } = props;
  return (
    <div className="mb-6 grid gap-2">
      {crumbs && crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-xl font-semibold text-balance break-words">{title}</h1>
          {description && <p className="max-w-[72ch] text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        {primary && (
          <div
            data-primary
            className="max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:grid max-sm:border-t max-sm:bg-surface max-sm:p-3"
          >
            {primary}
          </div>
        )}
      </div>
      {children}
    </div>
  );
}
