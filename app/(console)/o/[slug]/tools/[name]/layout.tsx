import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function ToolLayout({ children }: { children: ReactNode }) {
  const skeleton = (
    <div className="grid max-w-3xl gap-6">
      <CardSkeleton lines={4} />
      <CardSkeleton lines={5} />
      <CardSkeleton lines={3} />
    </div>
  );
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
