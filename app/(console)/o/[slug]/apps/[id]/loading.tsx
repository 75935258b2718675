import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function AppLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-6">
        <CardSkeleton lines={6} />
        <CardSkeleton lines={5} />
      </div>
    </Loading>
  );
}
