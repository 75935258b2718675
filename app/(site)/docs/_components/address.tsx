import { getConfig } from "#lib/platform/config/get-config.ts";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { CodeBlock } from "./code-block.tsx";

const toAddress = () => `${getConfig().publicUrl}/api/mcp`;

/** The address everybody gives to their app, at this very server. */
export function Address() {
  return (
    <div className="my-4 max-w-[40rem]">
      <CopyField label="Address for everybody" value={toAddress()} />
    </div>
  );
}

/** Lines in which ADDRESS is that address. */
export function AddressLines({ text }: { text: string }) {
  return <CodeBlock text={text.replaceAll("ADDRESS", toAddress())} />;
}
