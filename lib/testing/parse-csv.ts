/** The records of a CSV file (RFC 4180), read strictly: throws where a quote stands where none may. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let rest = text;
  while (rest !== "") {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!cell) throw new Error(`No CSV from here on: ${rest.slice(0, 60)}`);
    const [whole, quoted, plain = "", end] = cell;
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    rest = rest.slice(whole.length);
    if (end === "\r\n") {
      records.push(record);
      record = [];
    }
  }
  if (record.length > 0) throw new Error("The last record does not end.");
  return records;
}
