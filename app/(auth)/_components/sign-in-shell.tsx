import type { ReactNode } from "react";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { ConnectContext } from "./connect-context.tsx";

/** The frame of the sign-in pages; on the way to Connect it keeps saying so. */
export function SignInShell({ next, children }: { next: string; children: ReactNode }) {
  const isConnecting = next.startsWith("/connect/");
  return (
    <FocusedShell context={isConnecting ? <ConnectContext next={next} /> : undefined}>
      {children}
    </FocusedShell>
  );
}
