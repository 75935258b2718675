/** How this product is built to keep what it is trusted with; docs/security/cases.md names the test behind each. */
export const PROTECTIONS: readonly { title: string; points: readonly string[] }[] = [
  {
    title: "Saying yes",
    points: [
      "Apps connect by OAuth 2.1 with a proof key (PKCE, S256), and only with codes; there is no other way to a token.",
      "The page that asks is shown for every request, names the host behind the app and the address you go to afterwards, and says whether the publisher is verified. It runs in no frame and needs no script.",
      "Groups of tools that delete, or that touch credentials, are never ticked for you. Nothing is granted that was not on the page.",
      "A request belongs to the browser that began it, is answered once, and ends 30 minutes after it began or after that browser last asked for more time.",
    ],
  },
  {
    title: "Tokens",
    points: [
      "Access and refresh tokens, codes and links are random and stored as hashes. A copy of the database opens nothing.",
      "A token is for one connection of one person in one organisation, at one address. An access token lives for an hour unless the organisation chose between 15 minutes and 8 hours.",
      "Refresh tokens are used once. An old one that comes back late ends the whole connection and is written down.",
      "A connection ends 180 days after it began and after 30 days without use, or sooner where the organisation says so.",
    ],
  },
  {
    title: "Trinity keys",
    points: [
      "Each key is encrypted by itself with AES-256-GCM and bound to its place: moved to another row, owner or organisation it does not open. The keys that encrypt are rotated while everything runs.",
      "A stored key is never shown again, only its last four characters. It goes to the instance it is for and to no other host, and is taken out of answers that repeat it.",
      "An app never gets a Trinity key, and an instance never gets an app’s token.",
    ],
  },
  {
    title: "Between organisations",
    points: [
      "Every statement to the database names its organisation, and row-level security, enforced for our own logins too, refuses any other row.",
      "Sign-in and the tokens’ store belong to another login than the organisations’ data; neither reads the other’s.",
      "What is not yours looks like what does not exist.",
    ],
  },
  {
    title: "Ending it",
    points: [
      "Disconnecting, removing or suspending a member, blocking an app, or stopping an organisation refuses the next request, and within a second on every server. Open streams are cut.",
      "What was ended stays ended, also when everything is killed and started again.",
      "After connecting you get a mail with one link that ends that connection without signing in.",
    ],
  },
  {
    title: "Tools and instances",
    points: [
      "A call passes what the app may do, what the role may do, what the instance is switched to, and what you ticked. Any of them can say no, and the answer says which.",
      "A tool that is new or described anew waits for an admin; unless it is one we know that only reads, it is off until then.",
      "We connect to public https addresses on port 443 only, at the address that was checked, follow no redirect, and bound what an answer may cost.",
    ],
  },
  {
    title: "What is written down",
    points: [
      "Every call and every change is a row: who, from where, with which app, what, and how it ended; refusals too. What was sent along is kept only where an owner turned that on, encrypted; answers never.",
      "Rows of both logs are chained, so that one that was changed or left out shows. An organisation can check its audit log with a program of its own.",
      "No token, key, code or argument is in a log.",
    ],
  },
];
