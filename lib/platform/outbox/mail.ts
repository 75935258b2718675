import "#server-only";

/** What a mail says. Both of its forms, HTML and plain text, are made of this. Everything is text, never markup. */
export type MailContent = {
  /** Mail servers log subjects: nothing secret in here. */
  subject: string;
  /** The line a mailbox shows beside the subject; nothing secret either, lock screens show it. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  /** A code to be typed, on a line of its own. */
  code?: string;
  /** Names and values, such as who did it and when. */
  facts?: readonly (readonly [name: string, value: string])[];
  action?: { label: string; url: string };
  /** Where it says what to do about this mail; quieter than what the mail is for. */
  help?: { label: string; url: string };
  /** Why somebody gets this mail, and what to do when it means nothing to them. */
  footer: string;
};
