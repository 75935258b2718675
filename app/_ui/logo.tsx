/** Our mark: three points of one triangle, joined. The name stands beside it or in the link's label. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7 shrink-0 forced-color-adjust-none">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M16 9.2 8.6 21.8h14.8Z"
        className="fill-none stroke-accent-ink"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="9.2" r="3.6" className="fill-accent-ink" />
      <circle cx="8.6" cy="21.8" r="3.6" className="fill-accent-ink" />
      <circle cx="23.4" cy="21.8" r="3.6" className="fill-accent-ink" />
    </svg>
  );
}
