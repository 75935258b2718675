import { ErrorSummary, type FieldError } from "../../_ui/error-summary.tsx";

/** Why the form came back, above the page's heading; nothing the first time. */
export function Refusal({ title, error }: { title: string; error: FieldError | undefined }) {
  return (
    error && (
      <div className="mb-6">
        <ErrorSummary title={title} errors={[error]} />
      </div>
    )
  );
}
