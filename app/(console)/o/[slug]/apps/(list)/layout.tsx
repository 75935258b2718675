import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AppsLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton count={1} />
      <TableSkeleton />
    </Loading>
  );
}
