import type { Metadata } from "next";
import { PRODUCT_NAME, pageTitle } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { Operator } from "../_components/operator.tsx";
import { TextList, TextPage, TextSection } from "../_components/text-page.tsx";

export const metadata: Metadata = {
  title: pageTitle("Terms"),
  description: "What you may expect of this server and what it expects of you.",
};

export default function TermsPage() {
  return (
    <TextPage
      title="Terms"
      summary="Use it for work your organisation agrees to, allow only apps you trust, and keep codes and keys to yourself. What you allow happens in your name."
      changedOn="2026-11-29"
    >
      <TextSection title="Between whom">
        <p>
          These terms are between you and <Operator />. Where your organisation has an agreement with the
          operator, that agreement comes first. Claude, other apps and the Trinity instance have terms of
          their own.
        </p>
      </TextSection>
      <TextSection title="What it does">
        <p>
          {PRODUCT_NAME} passes tool calls from an app you connected to your organisation’s Trinity instance,
          as far as you and your organisation allowed. It does not judge what an app asks for or what a tool
          answers: apps that act for you can make mistakes, so look at what they did.
        </p>
      </TextSection>
      <TextSection title="What you agree to">
        <TextList>
          <li>
            Use an e-mail address that is yours, and give sign-in codes to nobody, the operator included.
          </li>
          <li>Allow an app only if you started the connection and know who made it.</li>
          <li>What an app does through a connection you allowed counts as done by you until you end it.</li>
          <li>Register only Trinity instances and keys that your organisation may use here.</li>
          <li>
            Do not try to reach other people’s data, to get around limits, or to overload the server. To
            report a weakness you found, write to <Operator />.
          </li>
        </TextList>
      </TextSection>
      <TextSection title="Ending it">
        <p>
          You end a connection at any time at <TextLink href="/me/connections">My connections</TextLink>; the
          next request of the app is refused. Admins of your organisation can end connections too, and the
          operator can suspend an organisation or stop the server.
        </p>
        <p>
          You delete your account at any time under <TextLink href="/me/data">Your data</TextLink>, where you
          also take a copy of what is held about you; while you are the last owner of an organisation you hand
          it over or delete it first. What apps and Trinity instances have done until then stays done.
        </p>
      </TextSection>
      <TextSection title="No promise of uptime">
        <p>
          The server is provided as it is, without a promise that it is always there or free of faults, as far
          as the law allows and nothing else is agreed. How data is handled stands under{" "}
          <TextLink href="/privacy">Privacy</TextLink>.
        </p>
      </TextSection>
    </TextPage>
  );
}
