"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../_ui/button.tsx";

/** Lines to take elsewhere, with a button that does. Without JavaScript there is no button, and they can be selected. */
export function CodeBlock({ text }: { text: string }) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  }

  return (
    <div className="my-4 grid max-w-[72ch] grid-cols-[minmax(0,1fr)] rounded-lg border bg-sunken">
      {/* Long lines scroll here; whoever has no pointer needs the focus for that. */}
      <pre tabIndex={0} role="group" aria-label="Code" className="overflow-x-auto p-4 font-mono text-sm">
        <code>{text}</code>
      </pre>
      <div className="flex items-center justify-end gap-3 px-2 pb-2 noscript:hidden">
        <span role="status" className="text-table text-muted empty:hidden">
          {outcome === "copied" && "Copied"}
          {outcome === "failed" && "Select it and copy it by hand"}
        </span>
        <Button size="dense" tone="quiet" onClick={() => void copy()}>
          {outcome === "copied" ? (
            <Check aria-hidden="true" className="size-4 text-ok" />
          ) : (
            <Copy aria-hidden="true" className="size-4" />
          )}
          Copy
        </Button>
      </div>
    </div>
  );
}
