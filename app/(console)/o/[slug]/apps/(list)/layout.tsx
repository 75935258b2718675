import type { ReactNode } from "react";
import { Arriving } from "../../../../../_ui/arriving.tsx";
import { ListSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AppsLayout({ children }: { children: ReactNode }) {
  const skeleton = <ListSkeleton filters={1} />;
  return <Arriving skeleton={skeleton}>{children}</Arriving>;
}
