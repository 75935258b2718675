import type { Metadata } from "next";
import { Banner } from "../../_ui/banner.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { Operator } from "../_components/operator.tsx";
import { TextList, TextPage, TextSection } from "../_components/text-page.tsx";

export const metadata: Metadata = {
  title: pageTitle("Help"),
  description: "Common problems, who to ask, and what to send along.",
};

export default function SupportPage() {
  return (
    <TextPage
      title="Help"
      summary="Most problems have one of these causes. If yours is not here, ask an admin of your organisation first, then the operator."
    >
      <TextSection title="Common problems">
        <TextList>
          <li>
            <strong className="font-semibold">No code arrives.</strong> Look into the spam folder and check
            the address for typing mistakes. A new code can be sent after 30 seconds; only the newest one
            works.
          </li>
          <li>
            <strong className="font-semibold">The app says that it must sign in again.</strong> The connection
            ended or expired. Press Connect in the app once more.
          </li>
          <li>
            <strong className="font-semibold">The page says that the request expired.</strong> A connection
            request lives for 30 minutes, and for 30 more each time you ask on its page. Start again in the
            app.
          </li>
          <li>
            <strong className="font-semibold">A tool is missing.</strong> Either you did not tick its group
            while connecting, or your role may not use it. Connect again and tick it, or ask an admin.
          </li>
          <li>
            <strong className="font-semibold">You belong to no organisation, or not the right one.</strong>{" "}
            Check which address you are signed in with, and use the one the organisation knows you by.
          </li>
          <li>
            <strong className="font-semibold">You see an error code.</strong>{" "}
            <TextLink href="/docs/errors">The list of errors</TextLink> says what each means.
          </li>
        </TextList>
      </TextSection>
      <TextSection title="Who to ask">
        <p>
          About access, roles and tools: an owner or admin of your organisation. About this server:{" "}
          <Operator />. About the app itself: its maker.
        </p>
      </TextSection>
      <TextSection title="What to send">
        <TextList>
          <li>What you did, what you expected, and what you saw, word for word.</li>
          <li>The time, with the time zone.</li>
          <li>The app and its version, and your organisation’s name.</li>
          <li>The error code or request number, if the page shows one.</li>
        </TextList>
        <Banner tone="warn" title="Never send keys, tokens, sign-in codes or passwords">
          Nobody needs them to help you. Cut them out of screenshots and logs. If one got out, have it
          replaced.
        </Banner>
      </TextSection>
      <p className="text-muted">
        An app you do not trust asked for access? <TextLink href="/report-app">Report it</TextLink>.
      </p>
    </TextPage>
  );
}
