import { Banner } from "../../../../_ui/banner.tsx";

/** Why Allow is off: nothing is there yet, or all of it is closed to this person. */
export function NothingToAllow({ isRestricted }: { isRestricted: boolean }) {
  return isRestricted ? (
    <Banner tone="warn" title="Your role may use none of these tools">
      Ask an owner or admin of your organisation for access, then press Connect in the app again.
    </Banner>
  ) : (
    <Banner tone="warn" title="There is nothing to allow yet">
      This organisation has no approved tools. An admin adds a Trinity instance and approves its tools first.
    </Banner>
  );
}
