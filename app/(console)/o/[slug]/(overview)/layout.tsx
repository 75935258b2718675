import type { ReactNode } from "react";
import { Arriving } from "../../../../_ui/arriving.tsx";
import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../_ui/skeleton.tsx";

export default function OverviewLayout({ children }: { children: ReactNode }) {
  return <Arriving skeleton={<Skeleton />}>{children}</Arriving>;
}

function Skeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-6">
        <CardSkeleton lines={3} />
        <CardSkeleton lines={2} />
        <CardSkeleton lines={2} />
      </div>
    </Loading>
  );
}
