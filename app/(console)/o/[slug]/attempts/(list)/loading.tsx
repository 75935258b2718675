import { CardSkeleton, HeaderSkeleton, Loading, TableSkeleton } from "../../../../../_ui/skeleton.tsx";

export default function AttemptsLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <CardSkeleton lines={4} />
      <TableSkeleton />
    </Loading>
  );
}
