import { type ReactNode, useId } from "react";
import { buttonClass } from "./button-class.ts";
import { joinClasses } from "./join-classes.ts";

type NotAllowedButtonsProps = {
  /** What each would do, as its working button says it. */
  actions: readonly string[];
  /** Why they do nothing, and who can help; the words of all of them. */
  reason: ReactNode;
};

/**
 * Buttons that somebody's role may not use. They take the focus, so that the reason is read out with them; they belong to
 * no form, and pressing them does nothing.
 */
export function NotAllowedButtons({ actions, reason }: NotAllowedButtonsProps) {
  const id = useId();
  return (
    <div className="max-w-[48ch]">
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          aria-disabled="true"
          aria-describedby={id}
          className={joinClasses(
            buttonClass(),
            "me-2 mb-2 cursor-not-allowed wrap-anywhere last-of-type:me-0 forced-colors:border-[GrayText] forced-colors:text-[GrayText]",
          )}
        >
          {action}
        </button>
      ))}
      <p id={id} className="text-table text-muted">
        {reason}
      </p>
    </div>
  );
}
