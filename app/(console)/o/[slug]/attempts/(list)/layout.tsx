import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AttemptsLayout({ children }: { children: ReactNode }) {
  const skeleton = (
    <>
      <CardSkeleton lines={4} />
      <TableSkeleton />
    </>
  );
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
