import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function ConnectionLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-6">
        <CardSkeleton lines={6} />
        <CardSkeleton lines={8} />
        <CardSkeleton />
      </div>
    </Loading>
  );
}
