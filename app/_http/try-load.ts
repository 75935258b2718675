import "#server-only";
import { unstable_rethrow } from "next/navigation";
import { reportError } from "./report-error.ts";

/** What one part of a page shows, or null when it could not be read: logged, and the rest of the page stays. */
export async function tryLoad<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    unstable_rethrow(error);
    reportError(error);
    return null;
  }
}
