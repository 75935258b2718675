import { DataTable, type DataTableProps } from "./data-table.tsx";
import type { TableName } from "./display.ts";
import { readDisplay } from "./read-display.ts";

/**
 * A DataTable without the columns its reader left out (ViewMenu); of those nothing is sent. The one the address asks to have
 * it in the order of is there all the same.
 */
export async function ListTable<Row>({ table, ...props }: DataTableProps<Row> & { table: TableName }) {
  const hidden: readonly string[] = (await readDisplay())[table];
  const columns = props.columns.filter(({ key, sort }) => !hidden.includes(key) || sort?.isChosen);
  return <DataTable {...props} columns={columns} />;
}
