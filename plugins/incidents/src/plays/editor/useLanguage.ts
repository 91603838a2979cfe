import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useMemo, useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { useEndpoint } from '../../data';
import { LanguageHelp } from './completions';

/** Seldom changes while somebody writes: not asked again every half minute. */
const every = 3600;

/** The schema, the context and the actions; undefined until all are there. */
export function useLanguageHelp(): LanguageHelp | undefined {
  const schema = useEndpoint(endpoints.plays.schema, {}, { every });
  const actions = useEndpoint(endpoints.plays.actions, {}, { every });
  return useMemo(
    () =>
      schema.value && actions.value
        ? { ...schema.value, actions: actions.value.items }
        : undefined,
    [schema.value, actions.value],
  );
}

/** What the server says of a text, once its author pauses. */
export function useCheck(source: string) {
  const [asked, setAsked] = useState(source);
  useDebounce(() => setAsked(source), 400, [source]);
  const state = useEndpoint(
    endpoints.plays.check,
    { body: { source: asked } },
    { every, enabled: asked.trim() !== '' },
  );
  const [last, setLast] = useState(state.value);
  if (state.value && state.value !== last) setLast(state.value);
  return {
    /** Of the text as it is; undefined while it is not known. */
    current: asked === source ? state.value : undefined,
    /** Of the last text that was checked. */
    last,
    error: state.error,
  };
}
