import { z } from "zod";

/** How close together the rows of tables stand. */
export const DENSITIES = ["comfortable", "compact"] as const;

/** Whether single keys do something. */
export const SHORTCUTS = ["on", "off"] as const;

/** The columns that can be left out: never what names a row or opens it, its box, or its buttons. */
export const OPTIONAL_COLUMNS = {
  connections: ["person", "groups", "created", "used", "expires"],
  members: ["role", "signIn", "active", "joined", "connections"],
  tools: ["effect", "owner", "admin", "member", "auditor", "calls", "state"],
  activity: ["person", "app", "instance", "result", "took", "size"],
  audit: ["who", "target", "from"],
  attempts: ["when", "app", "person", "stopped", "took", "cause"],
} as const;
export type TableName = keyof typeof OPTIONAL_COLUMNS;

const TableSchema = z.enum(Object.keys(OPTIONAL_COLUMNS) as [TableName, ...TableName[]]);

export const DISPLAY_COOKIE = "display";

/** The button of a ViewMenu, which has the focus again when its form was sent. */
export const VIEW_ID = "view";

/** The hidden columns of a table as the cookie has them, `groups.expires`; what is no column of it counts as not said. */
function hiddenIn<Column extends string>(columns: readonly Column[]) {
  return z
    .string()
    .transform((text) => new Set(text.split(".")))
    .transform((names) => columns.filter((column) => names.has(column)))
    .catch([]);
}

const DisplaySchema = z.object({
  density: z.enum(DENSITIES).catch("comfortable"),
  shortcuts: z.enum(SHORTCUTS).catch("on"),
  connections: hiddenIn(OPTIONAL_COLUMNS.connections),
  members: hiddenIn(OPTIONAL_COLUMNS.members),
  tools: hiddenIn(OPTIONAL_COLUMNS.tools),
  activity: hiddenIn(OPTIONAL_COLUMNS.activity),
  audit: hiddenIn(OPTIONAL_COLUMNS.audit),
  attempts: hiddenIn(OPTIONAL_COLUMNS.attempts),
});
/** How a person wants tables and the keyboard; of each table, the columns that are left out. */
export type Display = z.infer<typeof DisplaySchema>;

/** What the cookie asks for; whatever it says that is no choice of ours is the default. */
export function parseDisplay(text: string | undefined): Display {
  return DisplaySchema.parse(Object.fromEntries(new URLSearchParams(text ?? "")));
}

/** The same for the cookie, in our own words; empty when all is as it is for everybody. */
export function writeDisplay({ density, shortcuts, ...hidden }: Display): string {
  const said = new URLSearchParams();
  if (density !== "comfortable") said.set("density", density);
  if (shortcuts !== "on") said.set("shortcuts", shortcuts);
  for (const [table, columns] of Object.entries(hidden)) {
    if (columns.length > 0) said.set(table, columns.join("."));
  }
  return said.toString();
}

/**
 * What a form changes of it. `shown` are the ticked columns of `table`, and `offered` all that the form had: what a page
 * has no column for stays as it was.
 */
export function changeDisplay(before: Display, form: URLSearchParams): Display {
  const said = Object.fromEntries(form);
  const changed = {
    ...before,
    ...DisplaySchema.pick({ density: true, shortcuts: true }).parse({ ...before, ...said }),
  };
  const table = TableSchema.safeParse(said["table"]).data;
  if (table === undefined) return changed;
  const [offered, shown] = [new Set(form.getAll("offered")), new Set(form.getAll("shown"))];
  const isHidden = (column: string) =>
    offered.has(column) ? !shown.has(column) : before[table].some((one) => one === column);
  return { ...changed, [table]: OPTIONAL_COLUMNS[table].filter(isHidden) };
}
