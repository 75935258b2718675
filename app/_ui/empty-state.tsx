import type { ReactNode } from "react";

type EmptyStateProps = {
  /** A lucide icon; drawn 20 px, for the eye only. */
  icon?: ReactNode;
  /** One sentence: what will be here. */
  title: string;
  children?: ReactNode;
  /** One primary action, and at most one link to the docs. */
  action?: ReactNode;
};

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-control px-4 py-10 text-center">
      {icon && (
        <span aria-hidden="true" className="text-muted [&_svg]:size-5">
          {icon}
        </span>
      )}
      <p className="max-w-[48ch] font-semibold text-balance">{title}</p>
      {children && <div className="max-w-[60ch] text-muted">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
