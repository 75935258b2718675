import type { Limit } from "../_words/limits.ts";
import { PROSE } from "./prose.tsx";

const { table: Table, th: Head, td: Cell, code: Code } = PROSE;

type LimitTableProps = {
  /** What is bounded; it names the table. */
  of: string;
  limits: readonly Limit[];
  /** Whether somebody who runs the server can change them, by these variables. */
  areVariables?: boolean;
};

/** Limits, each with the value the product itself goes by. */
export function LimitTable({ of, limits, areVariables = false }: LimitTableProps) {
  return (
    <Table>
      <thead>
        <tr>
          <Head>{of}</Head>
          <Head>Limit</Head>
          {areVariables && <Head>Set by</Head>}
        </tr>
      </thead>
      <tbody>
        {limits.map(({ source, what, value }) => (
          <tr key={source} id={source.replace("/", "-").toLowerCase().replaceAll("_", "-")}>
            <Cell>{what}</Cell>
            <Cell>{value}</Cell>
            {areVariables && (
              <Cell>
                <Code>{source}</Code>
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
