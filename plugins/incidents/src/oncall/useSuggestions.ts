import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';

/** Who could cover a span of a schedule, fewest hours first; whoever cannot comes with why. */
export const useSuggestions = (
  scheduleId: string,
  span: { readonly start: string; readonly end: string },
  enabled = true,
) =>
  useEndpoint(
    endpoints.oncall.suggestCover,
    {
      params: { id: scheduleId },
      query: { start: span.start, end: span.end },
    },
    { enabled },
  );
