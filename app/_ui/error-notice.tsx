"use client";

import { Button } from "./button.tsx";

/** What an error boundary says: that it was us, what to do, and the reference that is also in our log. */
export function ErrorNotice({ error, retry }: { error: unknown; retry: () => void }) {
  const reference = readDigest(error);
  return (
    <div className="grid gap-4 py-6" role="alert">
      <title>Something went wrong · Trinity Connect</title>
      <h1 className="text-xl font-semibold">Something went wrong on our side</h1>
      <p className="max-w-[72ch] text-muted">
        The page could not be shown. Try again; if it happens again, contact support
        {reference ? " and give the reference below" : ""}.
      </p>
      {reference && (
        <p>
          Reference: <code className="rounded-sm bg-sunken px-1 font-mono">{reference}</code>
        </p>
      )}
      <div>
        <Button tone="primary" onClick={() => retry()}>
          Try again
        </Button>
      </div>
    </div>
  );
}

function readDigest(error: unknown): string | undefined {
  const isDigested = error instanceof Error && "digest" in error && typeof error.digest === "string";
  return isDigested ? (error.digest as string) : undefined;
}
