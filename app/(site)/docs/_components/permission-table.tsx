import { can, listPermissions, ROLES } from "#lib/kernel/permissions.ts";
import { PERMISSION_WORDS } from "../_words/permissions.ts";
import { PROSE } from "./prose.tsx";

const ROLE_WORDS = { owner: "Owner", admin: "Admin", member: "Member", auditor: "Auditor" } as const;
const { table: Table, th: Head, td: Cell, code: Code } = PROSE;

/** Every permission there is, and which roles hold it, from the very table the product asks. */
export function PermissionTable() {
  return (
    <Table>
      <thead>
        <tr>
          <Head>May</Head>
          {ROLES.map((role) => (
            <Head key={role}>{ROLE_WORDS[role]}</Head>
          ))}
        </tr>
      </thead>
      <tbody>
        {listPermissions().map((permission) => (
          <tr key={permission} id={permission.replace(":", "-")}>
            <Cell>
              {PERMISSION_WORDS[permission]} <Code>{permission}</Code>
            </Cell>
            {ROLES.map((role) => (
              <Cell key={role}>{can(role, permission) ? "Yes" : "No"}</Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
