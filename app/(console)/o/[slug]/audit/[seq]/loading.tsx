import { CardSkeleton, HeaderSkeleton, Loading } from "../../../../../_ui/skeleton.tsx";

export default function LoadingPage() {
  return (
    <Loading>
      <HeaderSkeleton />
      <CardSkeleton lines={6} />
    </Loading>
  );
}
