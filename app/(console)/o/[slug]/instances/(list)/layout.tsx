import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function InstancesLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <TableSkeleton rows={3} />
    </Loading>
  );
}
