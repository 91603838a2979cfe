import { ChangeEvent } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { SeenChange } from './buildContext';

/** A change event as plays see it. */
export const seenChange = (change: ChangeEvent): SeenChange => ({
  summary: change.summary,
  source: change.source ?? '',
  at: new Date(change.at),
  entity: change.entity.ref,
  url: change.links[0]?.href ?? '',
});

/** What a trigger on changes keeps of the one that it met; runs keep it as JSON. */
const triggerSchema = z.object({
  change: z.object({
    summary: z.string(),
    source: z.string().nullable(),
    at: z.coerce.date(),
    entity: z.string(),
    links: z.array(z.object({ href: z.string() })).default([]),
  }),
});

/** The change that started a play; undefined when something else did. */
export function changeOfTrigger(
  trigger: Readonly<Record<string, unknown>>,
): SeenChange | undefined {
  const { data } = triggerSchema.safeParse(trigger);
  if (!data) return undefined;
  const { summary, source, at, entity, links } = data.change;
  return {
    summary,
    source: source ?? '',
    at,
    entity,
    url: links[0]?.href ?? '',
  };
}
