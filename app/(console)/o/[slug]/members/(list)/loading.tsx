import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function MembersLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton />
      <TableSkeleton />
    </Loading>
  );
}
