import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function InstancesLayout({ children }: { children: ReactNode }) {
  const skeleton = <TableSkeleton rows={3} />;
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
