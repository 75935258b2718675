import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function ChangesLayout({ children }: { children: ReactNode }) {
  const skeleton = (
    <div className="grid gap-4">
      <CardSkeleton lines={4} />
      <CardSkeleton lines={4} />
      <CardSkeleton lines={4} />
    </div>
  );
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
