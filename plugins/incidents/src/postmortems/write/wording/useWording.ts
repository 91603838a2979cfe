import {
  checkWording,
  endpoints,
  PostmortemDetail,
  WordingFinding,
  WordRule,
} from '@muster/backstage-plugin-incidents-common';
import { useMemo, useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { useCommand, useEndpoint } from '../../../data';
import { longestSection } from '../section/draft';

/** Seldom changes while somebody writes. */
const every = 3600;
/** The same list each time, so that nothing is checked anew while they are awaited. */
const noWords: readonly WordRule[] = [];

/**
 * What the wording check finds in a text, once its author pauses, and how to leave a finding as it is. The findings
 * are those of `text` or of nothing: never of an older one, whose places would be wrong.
 */
export function useWording(postmortem: PostmortemDetail, text: string) {
  const words = useEndpoint(endpoints.postmortems.words, {}, { every });
  const [checked, setChecked] = useState(text);
  useDebounce(() => setChecked(text), 400, [text]);
  const { participants, reviewers, writer, dismissed } = postmortem;
  const rules = words.value?.items ?? noWords;
  const findings = useMemo<readonly WordingFinding[]>(() => {
    // Nobody reads hundreds of findings, and what is too long cannot be saved anyhow.
    if (checked.length > longestSection) return [];
    const people = [
      ...participants,
      ...reviewers.map(({ person }) => person),
      ...(writer ? [writer] : []),
    ].map(({ name }) => name);
    return checkWording(checked, { people, words: rules, dismissed });
  }, [checked, participants, reviewers, writer, dismissed, rules]);

  const edit = useCommand(endpoints.postmortems.edit, () => undefined);
  return {
    findings: checked === text ? findings : [],
    leave: ({ quote, rule }: WordingFinding) =>
      void edit.run({
        params: { id: postmortem.name },
        body: {
          version: postmortem.version,
          dismissed: [...dismissed, { quote, rule }],
        },
      }),
    error: edit.error,
  };
}
