"use client";

import { ErrorNotice } from "../../../_ui/error-notice.tsx";

export default function OrganisationError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorNotice error={error} retry={retry} />;
}
