import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function MembersLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton />
      <TableSkeleton />
    </Loading>
  );
}
