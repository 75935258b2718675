import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function ConnectionsLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton count={4} />
      <TableSkeleton />
    </Loading>
  );
}
