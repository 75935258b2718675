import { HeaderSkeleton, Loading, TableSkeleton } from "../../../../_ui/skeleton.tsx";

export default function LoadingPage() {
  return (
    <Loading>
      <HeaderSkeleton />
      <TableSkeleton />
    </Loading>
  );
}
