import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamQuestion, UpstreamSession } from "#lib/upstreams/open-session.ts";
import { CODE, writeNotification } from "../protocol.ts";
import { askClient, type Asker, type Question } from "./ask-client.ts";
import { findUndeclared } from "./find-undeclared.ts";

type Via = Pick<UpstreamSession, "respond">;
export type Questions = {
  onRequest: (asked: UpstreamQuestion, via: Via) => void;
  /** Passes on what an instance says about its questions; true when that is what it was. */
  onNotification: (method: string, params: JsonObject, paramsText: string) => boolean;
  /** Withdraws what is still open: a question dies with what it was asked for. */
  end: () => void;
};

/** A page that a person was sent to is done with. */
const COMPLETE = "notifications/elicitation/complete";
const COMPLETED_MAX = 64;
const NOT_ANSWERED = { code: CODE.internal, message: "The client gave no answer." };
const TOO_MANY = { code: CODE.internal, message: "Too many questions are open." };

/**
 * Carries an instance's questions to the client whose call or stream they came on, and its answers back, both as the bytes
 * that came. What the client did not declare is refused to the instance and never shown.
 */
export function openQuestions(asker: Asker): Questions {
  const open = new Map<string | number, Question>();
  const { elicitation } = asker.capabilities;
  let completed = 0;
  return {
    onRequest(asked, via) {
      const undeclared = findUndeclared(asker.capabilities, asked);
      if (undeclared !== null) {
        const { code, message } = undeclared;
        return void via.respond(asked.id, { error: { code, message } });
      }
      const question = open.has(asked.id) ? null : askClient(asker, asked);
      if (question === null) return void via.respond(asked.id, { error: TOO_MANY });
      open.set(asked.id, question);
      void question.answered.then((answer) => {
        // Withdrawn by the instance itself: it does not want to hear of it again.
        if (!open.delete(asked.id)) return undefined;
        return via.respond(asked.id, answer ?? { error: NOT_ANSWERED });
      });
    },
    onNotification(method, { requestId }, paramsText) {
      if (method === COMPLETE) {
        const isTold = isObject(elicitation) && isObject(elicitation["url"]) && completed++ < COMPLETED_MAX;
        if (isTold) asker.send(writeNotification(COMPLETE, paramsText));
        return true;
      }
      if (method !== "notifications/cancelled") return false;
      const question = open.get(requestId as string | number);
      open.delete(requestId as string | number);
      question?.withdraw();
      return true;
    },
    end() {
      const left = [...open.values()];
      open.clear();
      for (const question of left) question.withdraw();
    },
  };
}
