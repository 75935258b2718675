import { Banner } from "../../../../_ui/banner.tsx";

/** Says which instances do not work right now; connecting is still possible. */
export function FailingInstances({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Banner tone="warn" title="Some tools do not work right now">
      You may still connect; they work again once the instance does. Not working:{" "}
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <bdi>{name}</bdi>
        </span>
      ))}
      .
    </Banner>
  );
}
