import "#server-only";

type Registry = Map<string, unknown>;
const KEY = Symbol.for("trinity-connect.registry");

function registry(): Registry {
  const holder = globalThis as { [KEY]?: Registry };
  holder[KEY] ??= new Map();
  return holder[KEY];
}

/**
 * The one value of that name in this process, made at first use. The Node entry, a page and a route handler each
 * load their own copy of a module, so anything that must exist once (a pool, the provider) is held here.
 */
export function once<Value>(name: string, create: () => Value): Value {
  const values = registry();
  const known = values.get(name);
  if (known !== undefined || values.has(name)) return known as Value;
  const created = create();
  values.set(name, created);
  return created;
}

/** The value of that name where there is one. */
export function findOnce<Value>(name: string): Value | undefined {
  return registry().get(name) as Value | undefined;
}

/** Replaces the value of that name; for configuration known only after start, and for tests. */
export function replaceOnce<Value>(name: string, value: Value): void {
  registry().set(name, value);
}

/** Forgets the value of that name and returns it, so that its owner can close it. */
export function takeOnce<Value>(name: string): Value | undefined {
  const values = registry();
  const value = values.get(name) as Value | undefined;
  values.delete(name);
  return value;
}
