import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function ActivityLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton count={5} />
      <TableSkeleton rows={12} />
    </Loading>
  );
}
