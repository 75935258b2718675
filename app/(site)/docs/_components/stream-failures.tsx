import { describeFailure } from "#lib/streams/describe-failure.ts";
import { STREAM_FAILURES } from "#lib/streams/schema.ts";
import { PROSE } from "./prose.tsx";

const { table: Table, th: Head, td: Cell } = PROSE;

/** Every way a delivery is not taken, and what to do, in the words of the page of the stream. */
export function StreamFailures() {
  return (
    <Table>
      <thead>
        <tr>
          <Head>What the collector did</Head>
          <Head>What to do</Head>
        </tr>
      </thead>
      <tbody>
        {STREAM_FAILURES.map((failure) => {
          const { what, next } = describeFailure(failure);
          return (
            <tr key={failure} id={`stream-${failure}`}>
              <Cell>{what}</Cell>
              <Cell>{next}</Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
