import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../_ui/skeleton.tsx";

export default function SettingsLoading() {
  return (
    <Loading>
      <HeaderSkeleton />
      <div className="grid gap-6">
        <CardSkeleton lines={4} />
        <CardSkeleton lines={2} />
      </div>
    </Loading>
  );
}
