import type { ReactNode } from "react";
import { Arriving } from "../../../../_ui/arriving.tsx";
import { CardSkeleton } from "../../../../_ui/skeleton.tsx";

export default function OverviewLayout({ children }: { children: ReactNode }) {
  const skeleton = (
    <div className="grid gap-6">
      <CardSkeleton lines={3} />
      <CardSkeleton lines={2} />
      <CardSkeleton lines={2} />
    </div>
  );
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
