import { type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { Banner } from "../../_ui/banner.tsx";
import type { Query } from "../../_ui/query.ts";

const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  not_found: "It no longer exists. The list below is up to date.",
  forbidden: "Your role does not allow this. Ask an owner or admin of this organisation.",
  conflict: "Something changed in the meantime. Look again, then repeat it.",
  precondition_failed: "It does not fit how things are by now. What you see is up to date: look again.",
  invalid_input: "What was sent is none of the choices here. Choose again.",
  limit_exceeded: "There were too many tries. Wait a while, then try again.",
};

type OutcomeBannerProps = {
  /** The query of the page: `done` names what succeeded, `problem` an error code. */
  query: Query;
  /** What each `done` means. */
  texts: Readonly<Record<string, string>>;
};

/** What the action before this page did; only texts of ours are shown, whatever the address says. */
export function OutcomeBanner({ query: { done, problem }, texts }: OutcomeBannerProps) {
  if (typeof done === "string" && Object.hasOwn(texts, done)) {
    return (
      <div className="mb-6">
        <Banner tone="ok" title={texts[done]} live="status" />
      </div>
    );
  }
  if (typeof problem !== "string" || !Object.hasOwn(HTTP_STATUS, problem)) return null;
  return (
    <div className="mb-6">
      <Banner tone="danger" title="This was not done" live="alert">
        {PROBLEMS[problem as ErrorCode] ?? "Something went wrong on our side. Try again."}
      </Banner>
    </div>
  );
}
