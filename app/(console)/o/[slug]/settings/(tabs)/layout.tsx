import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { CardSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  const skeleton = (
    <div className="grid max-w-3xl gap-6">
      <CardSkeleton lines={3} />
      <CardSkeleton lines={4} />
    </div>
  );
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
