"use server";

import { getTranslations } from "next-intl/server";
import { CallRecordingInput } from "#lib/activity/schema.ts";
import { setCallRecording } from "#lib/activity/set-call-recording.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { changeLogStream } from "#lib/streams/change-log-stream.ts";
import { createLogStream } from "#lib/streams/create-log-stream.ts";
import { describeFailure } from "#lib/streams/describe-failure.ts";
import { pauseLogStream } from "#lib/streams/pause-log-stream.ts";
import { removeLogStream } from "#lib/streams/remove-log-stream.ts";
import { resumeLogStream } from "#lib/streams/resume-log-stream.ts";
import { rotateStreamSecret } from "#lib/streams/rotate-stream-secret.ts";
import { ChangeLogStreamInput, CreateLogStreamInput, LogStreamIdInput } from "#lib/streams/schema.ts";
import { testLogStream } from "#lib/streams/test-log-stream.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { asMember, asRecent, FORM_MINUTES } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";
import { takeBack, toUndo } from "../../../../../take-back.ts";

const as = asRecent(FORM_MINUTES, asMember);

type Secret = { secret: string };

export async function saveRecording(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) return await takeBack(form, { input: CallRecordingInput, run: setCallRecording });
  const t = await getTranslations("settings.data");
  const state = await submitForm(form, {
    as: asMember,
    input: CallRecordingInput,
    run: setCallRecording,
    done: ({ undo }) => ({ done: { message: t("saved"), undo: toUndo(form, undo) } }),
  });
  return settle(state);
}

export async function createStream(_before: FormState<Secret>, form: FormData): Promise<FormState<Secret>> {
  const t = await getTranslations("settings.stream.done");
  const state = await submitForm(form, {
    as,
    input: CreateLogStreamInput,
    secrets: ["headerValue"],
    blame: { invalid_input: "url" },
    run: createLogStream,
    done: ({ secret }) => ({ result: { secret }, done: { message: t("created") } }),
  });
  return settle(state);
}

export async function changeStream(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: ChangeLogStreamInput,
    secrets: ["headerValue"],
    blame: { invalid_input: "url", precondition_failed: "headerValue" },
    run: changeLogStream,
    done: (_changed, { actor }) => `${toPage(actor)}?done=changed`,
  });
  return settle(state);
}

export async function rotateSecret(_before: FormState<Secret>, form: FormData): Promise<FormState<Secret>> {
  const t = await getTranslations("settings.stream.done");
  const state = await submitForm(form, {
    as,
    input: LogStreamIdInput,
    run: rotateStreamSecret,
    done: ({ secret }) => ({ result: { secret }, done: { message: t("rotated") } }),
  });
  return settle(state);
}

export async function testStream(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.stream");
  const state = await submitForm(form, {
    as: asMember,
    input: LogStreamIdInput,
    run: testLogStream,
    done: ({ failure }) => {
      if (failure === null) return { done: { message: t("testDone") } };
      const { what, next } = describeFailure(failure);
      return { problem: { kind: "failed", message: `${what} ${next}` } };
    },
  });
  return settle(state);
}

export async function pauseStream(_before: FormState, form: FormData): Promise<FormState> {
  return await switchStream(form, pauseLogStream, "paused");
}

export async function resumeStream(_before: FormState, form: FormData): Promise<FormState> {
  return await switchStream(form, resumeLogStream, "resumed");
}

export async function removeStream(_before: FormState, form: FormData): Promise<FormState> {
  return await switchStream(form, removeLogStream, "removed");
}

type Verb = (actor: MemberActor, input: { id: string }) => Promise<unknown>;

async function switchStream(form: FormData, run: Verb, done: string): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: LogStreamIdInput,
    run,
    done: (_switched, { actor }) => `${toPage(actor)}?done=${done}`,
  });
  return settle(state);
}

function toPage({ tenantSlug }: MemberActor): string {
  return `/o/${tenantSlug}/settings/data`;
}
