/** A redirect to one of our own pages, fetched with GET whatever brought the person here. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** The answer to a form that was not made by our page for this browser: nothing changed. */
export function refuse(): Response {
  return new Response(
    "This answer did not come from the page we showed you, so nothing was changed. Go back to the app and press Connect again.",
    { status: 403, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } },
  );
}
