import { diffSchema } from "../lib/platform/db/diff-schema.ts";

process.stdout.write(await diffSchema());
