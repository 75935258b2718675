import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { ListSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AuditLayout({ children }: { children: ReactNode }) {
  const skeleton = <ListSkeleton filters={5} />;
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
