import Link from "next/link";
import { joinClasses } from "../../../_ui/join-classes.ts";
import { AUDIENCES, type Audience, type Choice, toGuideHref } from "../choices.ts";

const TEXTS: Record<Audience, { title: string; text: string }> = {
  use: { title: "I just want to use it", text: "Somebody in my organisation runs Trinity." },
  run: { title: "I run Trinity", text: "I connect our Trinity first, then my people." },
};

/** Who reads; both are pages of their own. */
export function AudienceSwitch({ choice }: { choice: Choice }) {
  return (
    <nav aria-label="Who you are">
      <ul className="grid max-w-[40rem] gap-3 sm:grid-cols-2">
        {AUDIENCES.map((audience) => {
          const isHere = audience === choice.audience;
          return (
            <li key={audience} className="grid">
              <Link
                href={toGuideHref({ ...choice, audience })}
                prefetch={false}
                aria-current={isHere ? "page" : undefined}
                className={joinClasses(
                  "grid content-start gap-1 rounded-lg border p-4",
                  isHere
                    ? "border-accent bg-accent-soft forced-colors:outline-2"
                    : "border-control bg-surface hover:bg-sunken",
                )}
              >
                <span className={isHere ? "font-semibold text-accent-text" : "font-semibold"}>
                  {TEXTS[audience].title}
                </span>
                <span className="text-sm text-muted">{TEXTS[audience].text}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
