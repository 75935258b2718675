/** What the form for a new address shows: what was typed, and why it was refused. */
export type AddressState = { typed: string; error: string | undefined };
