import { describeReason } from "#lib/activity/describe-reason.ts";
import { REASONS } from "#lib/activity/schema.ts";
import { PROSE } from "./prose.tsx";

const { p: Paragraph, code: Code } = PROSE;

/** Every reason a connection attempt can stop for, in the words of the console. */
export function AttemptReasons() {
  return (
    <ul className="grid max-w-[72ch] divide-y divide-line rounded-lg border bg-surface px-4">
      {REASONS.map((reason) => {
        const { sentence, next } = describeReason(reason);
        return (
          <li key={reason} id={reason} className="scroll-mt-6 py-1 text-sm">
            <Paragraph>
              <Code>{reason}</Code> {sentence}
              {next && (
                <>
                  {" "}
                  <em>{next}</em>
                </>
              )}
            </Paragraph>
          </li>
        );
      })}
    </ul>
  );
}
