/** The address of a feed, narrowed to a team or an entity. */
export function feedAddress(
  url: string,
  narrow: { readonly teamRef?: string; readonly entityRef?: string },
): string {
  const address = new URL(url);
  if (narrow.teamRef) address.searchParams.set('team', narrow.teamRef);
  if (narrow.entityRef) address.searchParams.set('entity', narrow.entityRef);
  return address.href;
}
