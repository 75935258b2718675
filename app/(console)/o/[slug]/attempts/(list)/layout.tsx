import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AttemptsLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <CardSkeleton lines={4} />
      <TableSkeleton />
    </Loading>
  );
}
