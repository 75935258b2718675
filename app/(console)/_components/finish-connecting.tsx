import { headers } from "next/headers";
import type { ReactNode } from "react";
import { findWaitingRequest } from "#lib/oauth/find-waiting-request.ts";
import { Banner } from "../../_ui/banner.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";

/** The way back to a request of an app that waits in this browser; `otherwise` when there is none. */
export async function FinishConnecting({ otherwise = null }: { otherwise?: ReactNode }) {
  const waiting = await findWaitingRequest((await headers()).get("cookie"));
  if (!waiting) return otherwise;
  return (
    <Banner
      tone="info"
      title={
        <span className="wrap-anywhere">
          Finish connecting <bdi>{waiting.name}</bdi>
        </span>
      }
      action={<LinkButton href={`/connect/${waiting.uid}`}>Continue</LinkButton>}
    >
      It waits for your answer and returns to{" "}
      <span className="font-mono break-all">{waiting.redirectHost}</span>. Nothing is shared until you allow
      it.
    </Banner>
  );
}
