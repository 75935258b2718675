import { FilterSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function LoadingPage() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton count={5} />
      <TableSkeleton />
    </Loading>
  );
}
