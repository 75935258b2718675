import { Badge } from "../../../_ui/badge.tsx";
import { Code } from "../../../_ui/code.tsx";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { DataTable } from "../../../_ui/data-table.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { TextList } from "../../_components/text-page.tsx";
import { type Answer, type Block, type Cell, type Field, headerOf, type Ref, toHint } from "../_kit/kit.ts";

/** One piece of the kit as the page shows it. */
export function KitBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case "text":
      return <p className="max-w-[72ch]">{block.text}</p>;
    case "list":
      return (
        <TextList>
          {block.items.map((item) =>
            typeof item === "string" ? (
              <li key={item}>{item}</li>
            ) : (
              <li key={item.label}>
                <Reference value={item} />
              </li>
            ),
          )}
        </TextList>
      );
    case "fields":
      return <Fields fields={block.fields} />;
    case "answers":
      return block.answers.map((answer) => <AnswerPart key={answer.id} answer={answer} />);
    case "table":
      return <Table {...block} />;
  }
}

function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <div className="grid max-w-[72ch] grid-cols-[minmax(0,1fr)] gap-4">
      {fields.map((field) => (
        <CopyField
          key={field.label}
          label={field.label}
          value={field.value}
          rows={field.rows}
          hint={toHint(field)}
        />
      ))}
    </div>
  );
}

function AnswerPart({ answer }: { answer: Answer }) {
  const { id, title, says, fields = [], refs = [], open } = answer;
  return (
    <section className="grid max-w-[72ch] grid-cols-[minmax(0,1fr)] gap-3">
      <h3 id={id} className="scroll-mt-6 font-semibold">
        {title}
      </h3>
      {says.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {fields.length > 0 && <Fields fields={fields} />}
      {refs.length > 0 && (
        <TextList>
          {refs.map((ref) => (
            <li key={ref.label}>
              <Reference value={ref} />
            </li>
          ))}
        </TextList>
      )}
      {open && (
        <p>
          <Badge tone="warn">Open</Badge> {open}
        </p>
      )}
    </section>
  );
}

function Reference({ value }: { value: Ref }) {
  if ("file" in value) {
    return (
      <>
        {value.label}: <Code>{value.file}</Code>
      </>
    );
  }
  return <TextLink href={value.href}>{value.label}</TextLink>;
}

type Row = { key: string; cells: readonly Cell[] };

function Table({ caption, columns, rows }: Extract<Block, { kind: "table" }>) {
  const keyed = rows.map((cells, index): Row => ({ key: String(index), cells }));
  return (
    <DataTable<Row>
      caption={caption}
      rows={keyed}
      rowKey={({ key }) => key}
      columns={columns.map((column, index) => ({
        key: headerOf(column),
        header: headerOf(column),
        ...(typeof column === "string" ? {} : { isNarrow: true }),
        cell: ({ cells }) => <TableCell cell={cells[index] ?? ""} />,
      }))}
    />
  );
}

function TableCell({ cell }: { cell: Cell }) {
  // Only an address needs to break anywhere.
  if (typeof cell === "string") return cell.includes("://") ? <Breaking>{cell}</Breaking> : cell;
  const { text, id, href, tone } = cell;
  if (tone) return <Badge tone={tone}>{text}</Badge>;
  if (href) return <TextLink href={href}>{text}</TextLink>;
  return (
    <span id={id} className="scroll-mt-24">
      {text}
    </span>
  );
}

function Breaking({ children }: { children: string }) {
  return <span className="wrap-anywhere">{children}</span>;
}
