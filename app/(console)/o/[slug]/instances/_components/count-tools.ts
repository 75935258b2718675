/** "1 tool", "12 tools". */
export function countTools(count: number): string {
  return count === 1 ? "1 tool" : `${count} tools`;
}
