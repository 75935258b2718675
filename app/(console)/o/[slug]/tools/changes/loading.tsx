import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function ChangesLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-4">
        <CardSkeleton lines={4} />
        <CardSkeleton lines={4} />
        <CardSkeleton lines={4} />
      </div>
    </Loading>
  );
}
