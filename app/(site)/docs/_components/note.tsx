import type { ReactNode } from "react";
import { Banner } from "../../../_ui/banner.tsx";

type NoteProps = { title: string; tone?: "info" | "warn"; children: ReactNode };

/** What a reader must not miss. */
export function Note({ title, tone = "info", children }: NoteProps) {
  return (
    <div className="my-4 max-w-[72ch] text-sm [&_p]:my-1">
      <Banner tone={tone} title={title}>
        {children}
      </Banner>
    </div>
  );
}
