import type { ReactNode } from "react";

/** A titled part of a row's details; beside a list its title is one level below the panel's. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-3 border-t pt-4">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </div>
  );
}
