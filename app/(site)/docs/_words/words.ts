/** An entry of a reference: what it is called, what happened, and what to do. */
export type Words = { title: string; what: string; todo: string };
