import { type AuditAction, listActions, listSubjects } from "#lib/audit/schema.ts";
import { AUDIT_DAYS } from "#lib/tenants/policy.ts";
import audit from "../../../_messages/en/audit.json";
import { PROSE } from "./prose.tsx";

type Subject = keyof typeof audit.subjects;
const { h3: Heading, table: Table, th: Head, td: Cell, code: Code } = PROSE;

/** Every action that can stand in an audit log, by what it is done to, in the words of the log itself. */
export function AuditActions() {
  return listSubjects().map((subject) => (
    <section key={subject}>
      <Heading id={subject}>{audit.subjects[subject]}</Heading>
      <Table>
        <thead>
          <tr>
            <Head>{`Action on ${audit.subjects[subject].toLowerCase()}`}</Head>
            <Head>Says</Head>
          </tr>
        </thead>
        <tbody>
          {listActions(subject).map((action) => (
            <tr key={action} id={action}>
              <Cell>
                <Code>{action}</Code>
              </Cell>
              <Cell>{toWords(subject, action as AuditAction)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  ));
}

/** How long an audit log stays after its organisation was deleted. */
export function AuditYears() {
  const days: number = AUDIT_DAYS;
  return days === 365 ? "one year" : `${days} days`;
}

function toWords(subject: Subject, action: AuditAction): string | undefined {
  const words: Record<string, string> = audit.actions[subject];
  return words[action.slice(subject.length + 1)];
}
