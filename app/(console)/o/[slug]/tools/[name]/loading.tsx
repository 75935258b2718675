import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function ToolLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid max-w-3xl gap-6">
        <CardSkeleton lines={4} />
        <CardSkeleton lines={5} />
        <CardSkeleton lines={3} />
      </div>
    </Loading>
  );
}
