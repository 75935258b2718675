import type { Metadata } from "next";
import { PRODUCT_NAME, pageTitle } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { Operator } from "../_components/operator.tsx";
import { TextList, TextPage, TextSection } from "../_components/text-page.tsx";
import { StoredData } from "./stored-data.tsx";

export const metadata: Metadata = {
  title: pageTitle("Privacy"),
  description: "What this server stores about you, for how long, and who can see it.",
};

export default function PrivacyPage() {
  return (
    <TextPage
      title="Privacy"
      summary="We keep your e-mail address, the connections you allow, that an app called a tool, and what administrators change. What it asked the tool is kept only where your organisation chose so, what the tool answered never. No advertising, no analytics, nothing sold."
      changedOn="2026-11-20"
    >
      <TextSection title="Who is responsible">
        <p>
          {PRODUCT_NAME} is software that somebody runs for your organisation. Responsible for this server,
          and the one to ask about it, is <Operator />.
        </p>
      </TextSection>
      <StoredData />
      <ToolCalls />
      <Retention />
      <Access />
      <Cookies />
      <TextSection title="Changes">
        <p>When this page changes, the date on top changes with it.</p>
      </TextSection>
    </TextPage>
  );
}

function ToolCalls() {
  return (
    <TextSection title="What passes through">
      <p>
        When an app calls a tool, we pass the call to your organisation’s Trinity instance and its answer back
        to the app, prompts and resources likewise. We record that it happened, never the answer; what the app
        sent along only while your organisation has that switched on. We do not use any of it to train models.
      </p>
      <p>
        Where an instance asks you something in the middle of a call, the question and your answer may lie in
        our database for some minutes, encrypted, on their way from one of our processes to another.
      </p>
      <p>
        The app (for example Claude, made by Anthropic) and the Trinity instance keep what their own makers
        and operators decide. Their policies apply to it, not this one.
      </p>
    </TextSection>
  );
}

function Retention() {
  return (
    <TextSection title="How long">
      <TextList>
        <li>
          A sign-in code works for 10 minutes. Its hash is removed when the code is used, otherwise the next
          code for that address replaces it.
        </li>
        <li>You stay signed in for 30 days at most. Signing out removes the session.</li>
        <li>
          A connection lasts 180 days at most; an app that does not use it for 30 days must connect again. The
          record that it existed, who ended it and why stays with the organisation.
        </li>
        <li>A recorded call is kept for 90 days, or for as long as your organisation’s owners chose.</li>
        <li>
          The log of administration stays as long as the organisation: this server adds to it and never
          changes it.
        </li>
        <li>Counters against guessing run for a day at most and are removed about an hour later.</li>
        <li>
          Expired sessions, codes and unconfirmed addresses are removed about a day later. A way to sign in
          that you linked stays until you remove it.
        </li>
        <li>
          What else has expired stops working at once; where nothing is said here, it stays in the database
          until the operator removes it.
        </li>
      </TextList>
      <p>
        There is no button yet to delete your account, or to take a copy of your data. Ask <Operator />. When
        the operator deletes an organisation, its instances, keys, connections and log go with it.
      </p>
    </TextSection>
  );
}

function Access() {
  return (
    <TextSection title="Who sees it">
      <TextList>
        <li>
          You see your own connections at <TextLink href="/me/connections">My connections</TextLink> and can
          end them there.
        </li>
        <li>
          Owners, admins and auditors of your organisation see every connection in it: who allowed which app
          what, with your name and e-mail address, when it was last used, and its calls. You may see your own.
          Other organisations see nothing of it.
        </li>
        <li>
          The app you connect learns which tools it may use, through a random token. It does not get your
          password: there is none.
        </li>
        <li>
          Your organisation’s Trinity instance sees the calls, made with the key stored for it. It decides
          what it records.
        </li>
        <li>
          The operator of this server can read its database. Trinity keys are encrypted there; the operator
          also holds the secret that opens them.
        </li>
        <li>
          Companies the operator uses see what their part needs: whoever hosts this server and its database,
          and the mail server that delivers sign-in codes. The operator can name them. The software itself
          calls nobody else, except to read the description an app publishes about itself at the app’s own
          address, and Google or your company’s sign-in if you choose to sign in there.
        </li>
      </TextList>
    </TextSection>
  );
}

function Cookies() {
  return (
    <TextSection title="Cookies">
      <p>
        Only ones that the pages need: that you are signed in (30 days), the steps of a sign-in (15 minutes)
        and of a connection request (30 minutes), which addresses signed in here before, encrypted, so that
        strangers who ask for codes do not lock you out (a year), and the colour theme if you choose one (a
        year). Pages load nothing from other servers.
      </p>
    </TextSection>
  );
}
