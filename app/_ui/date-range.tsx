import { Input } from "./input.tsx";
import { type Option, Select } from "./select.tsx";

/** The choice of a DateRange that is typed. */
export const CUSTOM = "custom";

type End = { label: string; value: string };
/** What is typed, in the reader's time zone, as `datetime-local` wants it; empty where an end is open. */
export type Span = { from: End; to: End };

type DateRangeProps = {
  id: string;
  /** The parameter in the address; the two ends are `from` and `to`. */
  name: string;
  label: string;
  value: string;
  /** With one called `custom`. */
  options: readonly Option[];
  span: Span;
};

/** Spans to choose from, and two moments to type, which appear as soon as `custom` is chosen; works without scripts. */
export function DateRange({ id, name, label, value, options, span }: DateRangeProps) {
  const look = value === CUSTOM ? "grid" : "hidden group-has-[option[value=custom]:checked]:grid";
  return (
    <div className="group contents">
      <div className="grid max-w-full min-w-36 flex-1 basis-36 grid-cols-[minmax(0,1fr)] gap-1 sm:max-w-64">
        <label htmlFor={id} className="text-table text-muted">
          {label}
        </label>
        <Select id={id} name={name} defaultValue={value} options={options} />
      </div>
      {(["from", "to"] as const).map((end) => (
        <div
          key={end}
          className={`${look} max-w-full min-w-52 flex-1 basis-52 grid-cols-[minmax(0,1fr)] gap-1 sm:max-w-64`}
        >
          <label htmlFor={`${id}-${end}`} className="text-table text-muted">
            {span[end].label}
          </label>
          <Input
            key={span[end].value}
            id={`${id}-${end}`}
            type="datetime-local"
            name={end}
            defaultValue={span[end].value}
            autoComplete="off"
          />
        </div>
      ))}
    </div>
  );
}
