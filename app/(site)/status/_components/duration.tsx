import { toLength, toMomentWords } from "../words.ts";

/** From when, for how long and until when; or that it goes on. */
export function Duration({ of: { startedAt, endedAt } }: { of: { startedAt: Date; endedAt: Date | null } }) {
  return (
    <p className="text-sm">
      <time dateTime={startedAt.toISOString()}>{toMomentWords(startedAt)}</time>
      {endedAt ? (
        <>
          , for {toLength(endedAt.getTime() - startedAt.getTime())}, until{" "}
          <time dateTime={endedAt.toISOString()}>{toMomentWords(endedAt)}</time>
        </>
      ) : (
        <strong className="font-semibold"> and still</strong>
      )}
    </p>
  );
}
