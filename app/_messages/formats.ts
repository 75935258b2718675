/** How dates and numbers are written, by name: `format.dateTime(at, "day")`, `{at, date, day}`. */
export const FORMATS = {
  dateTime: {
    day: { dateStyle: "medium" },
    moment: { dateStyle: "medium", timeStyle: "short" },
    time: { timeStyle: "short" },
    second: { dateStyle: "medium", timeStyle: "medium" },
  },
  number: {
    percent: { style: "percent", maximumFractionDigits: 1 },
  },
  list: {
    all: { type: "conjunction" },
    any: { type: "disjunction" },
  },
} as const;
