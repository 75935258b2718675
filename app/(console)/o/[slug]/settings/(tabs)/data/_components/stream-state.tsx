import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { describeFailure } from "#lib/streams/describe-failure.ts";
import type { LogStream } from "#lib/streams/get-log-stream.ts";
import type { StreamFailure, StreamState as State } from "#lib/streams/schema.ts";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../../../_ui/status-dot.tsx";
import type { Tone } from "../../../../../../../_ui/tone.ts";

const TONES: Record<State, Tone> = {
  delivering: "ok",
  waiting: "neutral",
  failing: "danger",
  paused: "neutral",
  stopped: "danger",
};

/** How a stream goes, in words and numbers. */
export async function StreamState({ stream }: { stream: LogStream }) {
  const [t, format] = await Promise.all([getTranslations("settings.stream"), getFormatter()]);
  const { host, kinds, deliveredAt, rows, missed, previousUntil } = stream;
  const time = (at: Date) => () => <RelativeTime at={at} />;
  const items: { key: string; value: ReactNode }[] = [
    { key: t("state"), value: await toState(stream) },
    { key: t("collector"), value: <bdi className="font-mono break-all">{host}</bdi> },
    {
      key: t("kinds"),
      value: format.list(
        kinds.map((kind) => t(`kind.${kind}`)),
        "all",
      ),
    },
    ...(await toHeader(stream)),
    { key: t("delivered"), value: deliveredAt ? <RelativeTime at={deliveredAt} /> : t("never") },
    { key: t("rows"), value: format.number(rows) },
    {
      key: t("behind"),
      value: t(stream.behind.isMore ? "behindMore" : "behindCount", { rows: stream.behind.rows }),
    },
  ];
  if (missed > 0) items.push({ key: t("missed"), value: t("missedText", { rows: missed }) });
  if (previousUntil)
    items.push({ key: t("overlap"), value: t.rich("overlapText", { at: time(previousUntil) }) });
  if (stream.test) items.push({ key: t("tested"), value: await toTest(stream.test) });
  return <KeyValue items={items} />;
}

async function toState({ state, failure, failingSince }: LogStream): Promise<ReactNode> {
  const t = await getTranslations("settings.stream.states");
  const word =
    state === "failing"
      ? failingSince && t.rich("failingSince", { at: () => <RelativeTime at={failingSince} /> })
      : t(state);
  const isUnwell = state === "failing" || state === "stopped";
  return (
    <div className="grid gap-1">
      <StatusDot tone={TONES[state]}>{word}</StatusDot>
      {isUnwell && failure && <Failure failure={failure} />}
    </div>
  );
}

async function toHeader({ header }: LogStream): Promise<{ key: string; value: ReactNode }[]> {
  if (header === null) return [];
  const t = await getTranslations("settings.stream");
  const name = () => <bdi className="font-mono">{header.name}</bdi>;
  const last = () => <bdi className="font-mono">{header.lastFour}</bdi>;
  const value = header.lastFour ? t.rich("headerSet", { name, last }) : t.rich("headerShort", { name });
  return [{ key: t("header"), value }];
}

async function toTest({ at, failure }: NonNullable<LogStream["test"]>): Promise<ReactNode> {
  const t = await getTranslations("settings.stream");
  const time = () => <RelativeTime at={at} />;
  return (
    <div className="grid gap-1">
      <StatusDot tone={failure ? "danger" : "ok"}>
        {t.rich(failure ? "testFailed" : "testTaken", { at: time })}
      </StatusDot>
      {failure && <Failure failure={failure} />}
    </div>
  );
}

function Failure({ failure }: { failure: StreamFailure }) {
  const { what, next } = describeFailure(failure);
  return (
    <p data-text="lib" className="max-w-[72ch] text-muted">
      {what} {next}
    </p>
  );
}
