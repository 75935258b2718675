import { PERIOD_WORDS } from "#lib/operations/period-words.ts";
import { PRIVACY_VERSIONS, STORED_DATA } from "#lib/operations/stored-data.ts";
import { KeyValue } from "../../_ui/key-value.tsx";
import { PRODUCT_NAME } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { Operator } from "../_components/operator.tsx";
import { TextList, TextSection } from "../_components/text-page.tsx";
import { Companies } from "./companies.tsx";
import { Cookies } from "./cookies.tsx";
import { PASSES_THROUGH, USED_FOR } from "./words.ts";

/** The whole text; what is stored and how long comes from the inventory that a test holds against the code. */
export function PrivacyText() {
  return (
    <>
      <TextSection title="Who is responsible">
        <p>
          {PRODUCT_NAME} is software that somebody runs for your organisation. Responsible for this server,
          and the one to ask about it, is <Operator />.
        </p>
      </TextSection>
      <Stored />
      <ToolCalls />
      <Deletion />
      <Access />
      <Companies />
      <Cookies />
      <TextSection title="Changes">
        <p>When this page changes, the date on top changes with it.</p>
        <TextList>
          {PRIVACY_VERSIONS.map(({ number, on, what }) => (
            <li key={number}>
              Version {number}, <time dateTime={on}>{on}</time>: {what}
            </li>
          ))}
        </TextList>
      </TextSection>
    </>
  );
}

function Stored() {
  const items = Object.values(STORED_DATA).map(({ title, what, kept }) => ({
    key: title,
    value: (
      <div className="grid gap-2">
        <p>{what}</p>
        <p>
          <strong className="font-semibold">How long:</strong> {kept(PERIOD_WORDS)}
        </p>
      </div>
    ),
  }));
  return (
    <TextSection title="What is stored, and for how long">
      <KeyValue items={items} />
      <p>{USED_FOR}</p>
      <p>
        The server’s own log holds failures, and if the operator turns it on each request’s method, path,
        status and duration, ids removed from the path. A failure’s description may name an e-mail address
        that mail could not reach. Arguments and results are not written to it. It, and backups of the
        database, stay as long as the operator keeps them.
      </p>
    </TextSection>
  );
}

function ToolCalls() {
  return (
    <TextSection title="What passes through">
      {PASSES_THROUGH.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </TextSection>
  );
}

function Deletion() {
  return (
    <TextSection title="Your copy, and deleting your account">
      <p>
        Under <TextLink href="/me/data">Your data</TextLink> you take a copy of everything we hold about you,
        in all your organisations, as one file; and you delete your account. The operator can do both for you:
        ask <Operator />.
      </p>
      <p>
        Deleting it signs you out everywhere, ends every connection and destroys the Trinity keys you gave.
        You leave your organisations, and your name and e-mail address are erased there. Your account goes,
        with the ways to sign in, connection attempts, requests, and invitations sent to your address. What
        stays is said above: records of an organisation under a number that has no name any more, and
        addresses its log was written with. While you are the last owner of an organisation, you hand it over
        or delete it first.
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
          Where your organisation’s owners set up a log stream, the same goes to an address of theirs as it
          happens: what was administered, calls and connection attempts, with your name and e-mail address.
          They decide how long it is kept there.
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
      </TextList>
    </TextSection>
  );
}
