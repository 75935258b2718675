import type { Metadata } from "next";
import { LinkButton } from "../../_ui/link-button.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { Operator } from "../_components/operator.tsx";
import { TextList, TextPage, TextSection } from "../_components/text-page.tsx";

export const metadata: Metadata = {
  title: pageTitle("Report an app"),
  description: "What to do about an app that asked for access and should not have.",
};

export default function ReportAppPage() {
  return (
    <TextPage
      title="Report an app"
      summary="An app asked for access, and you did not start it, do not know it, or it pretends to be another one. As long as you have not allowed it, it got nothing: press Deny."
    >
      <TextSection title="If you allowed it">
        <p>
          Disconnect it now. Its next request is refused. What it read or changed before stays read and
          changed, so tell your organisation too.
        </p>
        <div>
          <LinkButton href="/me/connections" tone="primary" size="touch">
            Open my connections
          </LinkButton>
        </div>
      </TextSection>
      <TextSection title="Who to tell">
        <TextList>
          <li>
            An owner or admin of your organisation. They see who else connected the app and can disconnect it
            for everybody.
          </li>
          <li>
            For everybody’s sake also <Operator />.
          </li>
        </TextList>
      </TextSection>
      <TextSection title="What to tell them">
        <TextList>
          <li>The app’s name, as the page showed it, and whether it was marked as verified.</li>
          <li>The address after “After this you go to”.</li>
          <li>When it was, and how you got to the page: a link, a mail, an app you use.</li>
          <li>Whether you allowed it, and for which organisation.</li>
        </TextList>
        <p>Never send keys, tokens or sign-in codes; nobody needs them to look into it.</p>
      </TextSection>
    </TextPage>
  );
}
