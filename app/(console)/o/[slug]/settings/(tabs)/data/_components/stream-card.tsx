import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { LogStream } from "#lib/streams/get-log-stream.ts";
import { Card } from "../../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../../_ui/confirm-dialog.tsx";
import { Disclosure } from "../../../../../../../_ui/disclosure.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextLink } from "../../../../../../../_ui/text-link.tsx";
import { ActionForm } from "../../../../../../_components/action-form.tsx";
import { ConfirmFirst } from "../../_components/confirm-first.tsx";
import { pauseStream, removeStream, resumeStream } from "../actions.ts";
import { ChangeStream, RotateSecret, TestStream } from "./stream-forms.tsx";
import { StreamSetup } from "./stream-setup.tsx";
import { StreamState } from "./stream-state.tsx";

type StreamCardProps = {
  slug: string;
  stream: LogStream | null;
  /** Whether the role allows changes, and whether the sign-in is fresh enough for them. */
  mayChange: boolean;
  isFresh: boolean;
};

/** Where the organisation's rows are delivered to, how that goes, and what an owner changes about it. */
export async function StreamCard({ slug, stream, mayChange, isFresh }: StreamCardProps) {
  const t = await getTranslations("settings.stream");
  const link = (text: ReactNode) => <TextLink href="/docs/log-stream">{text}</TextLink>;
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t.rich("text", { link })}</p>
      {mayChange && isFresh && <StreamSetup slug={slug} isThere={stream !== null} />}
      {stream ? <StreamState stream={stream} /> : !mayChange && <p>{t("none")}</p>}
      {mayChange && stream && <Switches slug={slug} stream={stream} />}
      {mayChange && !isFresh && <ConfirmFirst page={`/o/${slug}/settings/data`} what="stream" />}
      {mayChange && isFresh && stream && <Changes slug={slug} stream={stream} />}
      {mayChange && stream && <Remove slug={slug} id={stream.id} />}
    </Card>
  );
}

async function Switches({ slug, stream: { id, state } }: { slug: string; stream: LogStream }) {
  const t = await getTranslations("settings.stream");
  const isOff = state === "paused" || state === "stopped";
  return (
    <div className="flex flex-wrap items-start gap-3">
      <TestStream slug={slug} id={id} />
      <ActionForm key={state} action={isOff ? resumeStream : pauseStream} hidden={{ slug, id }}>
        <div>
          <SubmitButton tone="secondary">{t(isOff ? "resume" : "pause")}</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

async function Changes({ slug, stream }: { slug: string; stream: LogStream }) {
  const t = await getTranslations("settings.stream");
  const { id, version, url, kinds, header } = stream;
  return (
    <>
      {/* Folded again, and empty of what was refused, once something new is saved. */}
      <Disclosure key={version} summary={t("change")}>
        <ChangeStream
          slug={slug}
          id={id}
          version={version}
          url={url ?? ""}
          kinds={kinds}
          headerName={header?.name ?? ""}
        />
      </Disclosure>
      <RotateSecret slug={slug} id={id} />
    </>
  );
}

async function Remove({ slug, id }: { slug: string; id: string }) {
  const t = await getTranslations("settings.stream");
  return (
    <ActionForm action={removeStream} hidden={{ slug, id }}>
      <ConfirmDialog
        title={t("removeQuestion")}
        description={<p>{t("removeText")}</p>}
        confirmLabel={t("remove")}
      >
        {t("remove")}
      </ConfirmDialog>
    </ActionForm>
  );
}
