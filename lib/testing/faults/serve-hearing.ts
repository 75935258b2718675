import { onRevocation } from "#lib/grants/watch-revocations.ts";

// A gateway in a process of its own that tells its parent whatever it hears; with the argument "deaf" it has no LISTEN.
onRevocation((event) => void process.send?.(event));
await import("../bench/gateway/serve-gateway.ts");
