/** A row's number as addresses and forms have it; undefined for what is none. */
export function readSeq(text: string): bigint | undefined {
  return /^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : undefined;
}
