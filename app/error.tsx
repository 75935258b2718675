"use client";

import { ErrorNotice } from "./_ui/error-notice.tsx";
import { FocusedShell } from "./_ui/focused-shell.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FocusedShell>
      <ErrorNotice error={error} retry={retry} />
    </FocusedShell>
  );
}
