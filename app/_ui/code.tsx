import type { ReactNode } from "react";

/** An id, host or code in running text. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.93em] break-all">
      <bdi>{children}</bdi>
    </code>
  );
}
