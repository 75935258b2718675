/** So that whoever is asked for help can look up where it stopped. */
export function AttemptLine({ number }: { number: string }) {
  return (
    <p className="text-muted">
      Connection attempt <strong className="font-mono whitespace-nowrap">{number}</strong>. Give this number
      when you ask for help.
    </p>
  );
}
