import { CardSkeleton, FilterSkeleton, HeaderSkeleton, Loading } from "../../_ui/skeleton.tsx";

export default function OwnConnectionsLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <FilterSkeleton />
      <div className="grid gap-4 lg:grid-cols-2">
        <CardSkeleton lines={6} />
        <CardSkeleton lines={6} />
      </div>
    </Loading>
  );
}
