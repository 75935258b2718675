import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AppsLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton count={1} />
      <TableSkeleton />
    </Loading>
  );
}
