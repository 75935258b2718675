import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function ChangesLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-4">
        <CardSkeleton lines={4} />
        <CardSkeleton lines={4} />
        <CardSkeleton lines={4} />
      </div>
    </Loading>
  );
}
