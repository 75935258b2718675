import { KeyValue } from "../../_ui/key-value.tsx";
import { TextSection } from "../_components/text-page.tsx";

const STORED = [
  {
    key: "You",
    value: "Your e-mail address, when it was first confirmed, and a name if one is set.",
  },
  {
    key: "Signing in",
    value:
      "The current code and the session as hashes, never as they are; when they were made and end; the kind of browser, as you see it under Browsers. Hashes of e-mail and network addresses, to count tries. An address you asked to change to, until you confirm it.",
  },
  {
    key: "Google or company sign-in",
    value:
      "If you use it: which provider it is, the identifier it has for you, the address it named, since when. No password and no token of it.",
  },
  {
    key: "Membership",
    value:
      "Which organisations you belong to, since when, in which role, with your name and e-mail address, and to the hour when you were last there. Of an organisation you left this stays beside your ended connections.",
  },
  {
    key: "Invitations and requests",
    value:
      "Which address was invited by whom, to which role, with which note, and what became of it; the link only as a hash. Who asked to join, with their note, and who decided.",
  },
  {
    key: "Connections",
    value:
      "For each app you allow: the app’s name and identity, the host it returned to, the tool groups you ticked, when it was allowed, last used, and ended, by whom and why.",
  },
  {
    key: "App access",
    value:
      "What an app registers about itself, its requests to connect, and the codes and tokens it gets, as hashes.",
  },
  {
    key: "Connection attempts",
    value:
      "How far connecting an app came and why it stopped: times, the kind of program, its network without the last part of the address, the app’s name and host, and who answered. For 30 days; never what was asked of a tool, and no token.",
  },
  {
    key: "Calls",
    value:
      "Each use of a tool, prompt or resource, refused ones too: when, by whom, with which app, from which network without the last part of the address, its name, how it ended, how long it took and how large it was. What was sent along only where your organisation chose so, encrypted and at most 16 KB.",
  },
  {
    key: "Programs with Trinity keys",
    value:
      "Where your organisation takes them: a hash of each key, whom it acts as, and when it was checked.",
  },
  {
    key: "Trinity instances",
    value:
      "Name, address, state and tool list of each instance; its keys encrypted, with their last four characters and whom they act as. A key is never shown again.",
  },
  {
    key: "Administration",
    value:
      "What was changed or refused, by whom, when, and the values before and after: organisations, members, instances, tool rules, connections.",
  },
  {
    key: "Server log",
    value:
      "Failures, and if the operator turns it on each request’s method, path, status and duration, ids removed from the path. A failure’s description may name an e-mail address that mail could not reach. Arguments and results are not written to it.",
  },
];

export function StoredData() {
  return (
    <TextSection title="What is stored">
      <KeyValue items={STORED} />
      <p>
        It is used to sign you in, to decide each call, to let you and your organisation see and end
        connections, and to find faults. For nothing else.
      </p>
    </TextSection>
  );
}
