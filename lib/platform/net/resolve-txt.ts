import "#server-only";
import { Resolver } from "node:dns/promises";
import { once } from "../registry/once.ts";

/** The TXT records of a name, each as one text; none when there are none. Rejects when nobody answers. */
export type ResolveTxt = (name: string) => Promise<readonly string[]>;

const NOTHING_THERE = new Set(["ENOTFOUND", "ENODATA"]);

/** Asks the DNS servers for a name's TXT records (at most a few seconds); a test puts its own answers in their place. */
export async function resolveTxt(name: string): Promise<readonly string[]> {
  return await once<ResolveTxt>("net.resolve-txt", () => askServers)(name);
}

const askServers: ResolveTxt = async (name) => {
  try {
    const records = await new Resolver({ timeout: 2_000, tries: 2 }).resolveTxt(name);
    return records.map((parts) => parts.join(""));
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
};
