/** The tile of an app whose publisher we verified: our own neutral seal, never the publisher's mark. */
export function VerifiedIcon() {
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-10 shrink-0 place-items-center rounded-lg border border-transparent bg-accent-soft text-accent-text"
    >
      <svg viewBox="0 0 24 24" className="size-6" fill="none" stroke="currentColor" strokeWidth="1.75">
        <path
          strokeLinejoin="round"
          d="M12 2.8 14.6 4.6 17.8 4.5 18.9 7.5 21.4 9.4 20.5 12.5 21.4 15.5 18.9 17.4 17.8 20.4 14.6 20.3 12 22.1 9.4 20.3 6.2 20.4 5.1 17.4 2.6 15.5 3.5 12.5 2.6 9.4 5.1 7.5 6.2 4.5 9.4 4.6Z"
        />
        <path strokeLinecap="round" strokeLinejoin="round" d="m8.4 12.6 2.5 2.5 4.8-5" />
      </svg>
    </span>
  );
}
