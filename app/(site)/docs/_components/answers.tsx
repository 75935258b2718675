import { CALL_TOPICS } from "#lib/mcp/schema.ts";
import { CALL_WORDS } from "../_words/call-answers.ts";
import { OAUTH_WORDS } from "../_words/oauth-answers.ts";
import { RPC_WORDS } from "../_words/rpc-answers.ts";
import type { Words } from "../_words/words.ts";
import { PROSE } from "./prose.tsx";

const { h3: Heading, p: Paragraph, code: Code, table: Table, th: Head, td: Cell } = PROSE;

/** What an app reads in place of a tool's result. */
export function CallAnswers() {
  return CALL_TOPICS.map((topic) => <Entry key={topic} id={`call-${topic}`} words={CALL_WORDS[topic]} />);
}

/** What fails between an app and our sign-in. */
export function OAuthAnswers() {
  return Object.entries(OAUTH_WORDS).map(([code, words]) => (
    <Entry key={code} id={`oauth-${code}`} code={code} words={words} />
  ));
}

function Entry({ id, code, words }: { id: string; code?: string; words: Words }) {
  return (
    <section>
      <Heading id={id}>
        {words.title}
        {code && (
          <>
            {" "}
            <Code>{code}</Code>
          </>
        )}
      </Heading>
      <Paragraph>{words.what}</Paragraph>
      <Paragraph>
        <em>What to do:</em> {words.todo}
      </Paragraph>
    </section>
  );
}

/** The codes of protocol errors. */
export function RpcAnswers() {
  return (
    <Table>
      <thead>
        <tr>
          <Head>Code</Head>
          <Head>Means</Head>
          <Head>Do</Head>
        </tr>
      </thead>
      <tbody>
        {Object.entries(RPC_WORDS).map(([code, { what, todo }]) => (
          <tr key={code} id={`rpc${code}`}>
            <Cell>
              <Code>{code}</Code>
            </Cell>
            <Cell>{what}</Cell>
            <Cell>{todo}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
