/** Beside the product's name while sign-in is a step of Connect: what it is for. */
export function ConnectContext({ next }: { next: string }) {
  return next.startsWith("/connect/") ? <>to connect an app</> : null;
}
