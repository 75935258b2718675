"use client";

import { useTranslations } from "next-intl";
import { askForEnd } from "../../../../_ui/ask-for-end.ts";
import { EndNotice } from "../../../../_ui/end-notice.tsx";
import { RequestClock, useRequestEnd } from "./request-end.tsx";

type RequestNoticeProps = { action: string; csrf: string; label: string; isAllowed: boolean };

/** Says before the end of a request that it ends, and extends it. */
export function RequestNotice({ action, csrf, label, isAllowed }: RequestNoticeProps) {
  const t = useTranslations("consent.end");
  const over = useTranslations("consent.expired");
  const { end, setEnd } = useRequestEnd();
  const time = () => <RequestClock />;
  const otherwise = !end.isExtendable ? "last" : isAllowed ? "onward" : "otherwise";
  return (
    <EndNotice
      end={end}
      onEnd={setEnd}
      extend={async () => await askForEnd(action, { csrf })}
      label={label}
      texts={{
        near: { title: t("near"), text: t.rich(otherwise, { time }) },
        extended: { title: t.rich(isAllowed ? "untilOnward" : "until", { time }) },
        failed: { title: t.rich("failed", { time }) },
        over: { title: over("title"), text: over("next") },
      }}
    />
  );
}
