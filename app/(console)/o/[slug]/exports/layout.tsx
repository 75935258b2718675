import type { ReactNode } from "react";
import { Arriving } from "../../../../_ui/arriving.tsx";
import { TableSkeleton } from "../../../../_ui/skeleton.tsx";

export default function ExportsLayout({ children }: { children: ReactNode }) {
  const skeleton = <TableSkeleton />;
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
