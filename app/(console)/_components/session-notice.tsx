"use client";

import { useTranslations } from "next-intl";
import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { askForEnd } from "../../_ui/ask-for-end.ts";
import { EndClock } from "../../_ui/end-clock.tsx";
import { EndNotice } from "../../_ui/end-notice.tsx";
import { NewTabLink } from "../../_ui/new-tab-link.tsx";
import type { TimedEnd } from "../../_ui/timed-end.ts";

const DOOR = "/session";
const look = async () => await askForEnd(DOOR);
const extend = async () => await askForEnd(DOOR, {});

/** Says before this browser is signed out that it will be; once it is, where to sign in again without losing the page. */
export function SessionNotice({ end: told }: { end: TimedEnd }) {
  const t = useTranslations("ui.session");
  const [{ end, from }, setHeld] = useState({ end: told, from: told.at });
  // A frame that was read anew knows better than what was held.
  if (from !== told.at) setHeld({ end: told, from: told.at });
  const time = () => <EndClock end={end} />;
  return (
    <EndNotice
      end={end}
      onEnd={(next) => setHeld({ end: next, from: told.at })}
      extend={extend}
      look={look}
      label={t("extend")}
      texts={{
        near: { title: t("near"), text: t.rich(end.isExtendable ? "otherwise" : "last", { time }) },
        extended: { title: t.rich("until", { time }) },
        failed: { title: t("failed"), text: t.rich("failedText", { time }) },
        over: { title: t("over"), text: t.rich("again", { link: (text) => <SignIn>{text}</SignIn> }) },
      }}
    />
  );
}

/** Leads to signing in and back to this page, beside it: what was typed here stays. */
function SignIn({ children }: { children: ReactNode }) {
  const query = useSearchParams().toString();
  const here = `${usePathname()}${query && `?${query}`}`;
  return <NewTabLink href={`/sign-in?next=${encodeURIComponent(here)}`}>{children}</NewTabLink>;
}
