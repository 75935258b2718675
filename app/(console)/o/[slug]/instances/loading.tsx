import { HeaderSkeleton, Loading, TableSkeleton } from "../../../../_ui/skeleton.tsx";

export default function InstancesLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <TableSkeleton />
    </Loading>
  );
}
