/** How long it lasts, who sees it, where it ends. */
export function Facts({ isAddition }: { isAddition: boolean }) {
  return (
    <ul className="grid list-disc gap-1 ps-5 text-muted">
      <li>
        {isAddition
          ? "What you add counts from the app’s next call on. The connection lasts no longer than before."
          : "The connection lasts up to 180 days and ends after 30 days without use."}
      </li>
      <li>
        Your organisation’s owners, admins and auditors see that it exists, what it may use and when it was
        last used.
      </li>
      <li>
        Each call is recorded for them: which tool, prompt or resource, when, and how it ended. What the app
        sends along is kept only if your organisation chose so; answers are never kept.
      </li>
      <li>
        You can disconnect it at any time at{" "}
        <a
          href="/me/connections"
          target="_blank"
          rel="noreferrer"
          className="text-accent-text underline underline-offset-2"
        >
          My connections
        </a>
        ; it takes effect on the next request.
      </li>
    </ul>
  );
}
