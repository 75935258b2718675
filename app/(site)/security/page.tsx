import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { SecurityContact } from "../_components/operator.tsx";
import { TextList, TextPage, TextSection } from "../_components/text-page.tsx";
import { PROTECTIONS } from "./protections.ts";

export const metadata: Metadata = {
  title: pageTitle("Security"),
  description:
    "How tokens, keys and organisations are kept apart and safe here, and how to report a weakness.",
};

export default function SecurityPage() {
  return (
    <TextPage
      title="Security"
      summary="No app ever holds a Trinity key, no token can be read back, no organisation sees another’s rows, and what you disconnect is refused at its next request. Found a hole? Tell us, and nobody will come after you for looking."
      changedOn="2026-11-29"
    >
      {PROTECTIONS.map(({ title, points }) => (
        <TextSection key={title} title={title}>
          <TextList>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </TextList>
        </TextSection>
      ))}
      <Limits />
      <Report />
    </TextPage>
  );
}

function Limits() {
  return (
    <TextSection title="What we cannot do for you">
      <TextList>
        <li>
          What an app does with an answer it got, and what its maker keeps. Connect apps you trust, and allow
          no more than they need.
        </li>
        <li>
          What a model is talked into. Text that a tool returns can contain instructions; that is why tools
          that change or delete are marked, never ticked for you where they delete, and can be left out
          altogether.
        </li>
        <li>What Trinity itself lets a key do. Its rules stay as they are; ours come on top.</li>
        <li>
          The machine, network and backups of this server are its operator’s. What lies in a backup is
          encrypted with keys that are kept apart from it.
        </li>
      </TextList>
    </TextSection>
  );
}

function Report() {
  return (
    <TextSection title="Report a weakness" id="report">
      <p>
        Write to <SecurityContact />. The same stands in{" "}
        <TextLink href="/.well-known/security.txt">security.txt</TextLink>, for programs. Say what you did,
        what you saw, and what somebody could do with it; a request number or the time helps to find it.
      </p>
      <TextList>
        <li>A person reads every report, says that it came, what we make of it, and when it is fixed.</li>
        <li>Give us time to fix it before you tell others: 90 days, unless we agree on less or more.</li>
        <li>
          Use an account and an organisation of your own. Do not read, change or keep anybody else’s data; if
          you came upon some, stop, tell us, and delete it.
        </li>
        <li>Do not flood the server, write to people who use it, or try to talk them into anything.</li>
        <li>
          As long as you keep to this, we count your work as permitted, take no legal steps over it, and name
          you with the fix if you like. There is no reward in money.
        </li>
      </TextList>
      <p>
        An app that asks for access and should not: <TextLink href="/report-app">report the app</TextLink>. A
        key or a code of yours got out: disconnect under{" "}
        <TextLink href="/me/connections">My connections</TextLink> and have the Trinity key replaced first,
        then write.
      </p>
    </TextSection>
  );
}
