import "#server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { bindAdapter, bindNothing } from "./bind-adapter.ts";

export type SchemaEngine = bindings.SchemaEngine;

type Bindings = typeof bindings & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
let loading: Promise<void> | undefined;

async function loadWasm(): Promise<void> {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(join(dirname(script), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  (bindings as Bindings).__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}

/**
 * Runs Prisma's schema engine (the WebAssembly build: nothing is downloaded) against one database, or none,
 * and closes it again.
 */
export async function withSchemaEngine<T>(
  url: string | undefined,
  run: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loading ??= loadWasm());
  const { adapter, close } = url ? bindAdapter(url) : bindNothing();
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    try {
      return await run(engine);
    } finally {
      engine.free();
    }
  } finally {
    await close();
  }
}
