import "#server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

const CHAR_OID = 18;
const TEXT_OID = 25;

type Outcome = {
  ok: boolean;
  value?: unknown;
  error?: unknown;
  map(to: (value: unknown) => unknown): Outcome;
  flatMap(to: (value: unknown) => Outcome): Outcome;
};
type Method = (...args: unknown[]) => Promise<unknown>;
type Failures = {
  consumeError(id: number): { error: unknown } | undefined;
  add(error: unknown): number;
};

const ok = (value: unknown): Outcome => ({
  ok: true,
  value,
  map: (to) => ok(to(value)),
  flatMap: (to) => to(value),
});

const failed = (error: unknown): Outcome => {
  const self: Outcome = { ok: false, error, map: () => self, flatMap: () => self };
  return self;
};

function rememberFailures(): Failures {
  const errors: unknown[] = [];
  return {
    consumeError: (id) => (id in errors ? { error: errors[id] } : undefined),
    add: (error) => errors.push(error) - 1,
  };
}

/** What the engine understands of an error: the driver's own mapping, else a number to ask us about. */
function toEngineError(failures: Failures, error: unknown): unknown {
  const cause = error instanceof Error && error.name === "DriverAdapterError" ? error.cause : undefined;
  return cause ?? { kind: "GenericJs", id: failures.add(error) };
}

/** The engine speaks results, not exceptions: every method of the object is wrapped, also of what it returns. */
function capture(source: object, failures: Failures): object {
  const wrap = (run: Method) => {
    return async (...args: unknown[]) => {
      try {
        const value = await run(...args);
        return ok(isAdapter(value) ? capture(value, failures) : value);
      } catch (error) {
        return failed(toEngineError(failures, error));
      }
    };
  };
  return new Proxy(source, {
    get(target, key) {
      if (key === "errorRegistry") return failures;
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      const bound = member.bind(target) as Method;
      if (key === "getConnectionInfo") return () => ok(Reflect.apply(member, target, []));
      return wrap(bound);
    },
  });
}

const isAdapter = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "queryRaw" in value;

/** Introspection reads the catalogue's `"char"` columns, a type the driver refuses; text carries the same bytes. */
function relabelChars(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as (config: unknown) => Promise<pg.QueryResult>;
  const relabelled = async (config: unknown) => {
    const result = await query(config);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  Object.assign(pool, { query: relabelled });
}

function toDriverError(error: unknown): Error {
  if (!(error instanceof pg.DatabaseError)) return error as Error;
  const { code, severity, message, detail, column, hint } = error;
  return Object.assign(new Error(message), {
    name: "DriverAdapterError",
    cause: { kind: "postgres", code, severity, message, detail, column, hint },
  });
}

/** A migration goes over the wire whole: one implicit transaction, and function bodies may hold semicolons. */
async function executeScript(pool: pg.Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    throw toDriverError(error);
  }
}

/** Opens the driver adapter the schema engine drives. The second value closes its connections. */
export function bindAdapter(url: string): { adapter: object; close: () => Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  relabelChars(pool);
  pool.on("error", () => {});
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    return Object.assign(adapter, {
      executeScript: (script: string) => executeScript(pool, script),
    });
  };
  const connectToShadowDb = async () => {
    throw new Error("No shadow database is used here; compare with a migrated one.");
  };
  const { provider, adapterName } = factory;
  const bound = capture({ provider, adapterName, connect, connectToShadowDb }, rememberFailures());
  return { adapter: bound, close: () => pool.end() };
}

/** An adapter without a database: enough for comparing schema files with nothing, where the engine asks only for a version. */
export function bindNothing(): { adapter: object; close: () => Promise<void> } {
  const answer = {
    columnNames: ["exists", "version", "numeric_version"],
    columnTypes: [5, 7, 0],
    rows: [[true, "PostgreSQL 17.0", 170_000]],
  };
  const info = { provider: "postgres", adapterName: "offline" };
  const connection = {
    ...info,
    queryRaw: async () => answer,
    dispose: async () => {},
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
  };
  const connect = async () => connection;
  const adapter = capture({ ...info, connect, connectToShadowDb: connect }, rememberFailures());
  return { adapter, close: async () => {} };
}
