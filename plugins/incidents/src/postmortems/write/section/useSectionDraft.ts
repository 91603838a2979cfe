import { useApi } from '@backstage/core-plugin-api';
import {
  endpoints,
  PostmortemSection,
} from '@muster/backstage-plugin-incidents-common';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { incidentsApiRef } from '../../../api';
import { isRefusal } from '../../../data';
import {
  changed,
  conflicted,
  Draft,
  failed,
  isChanged,
  isDue,
  opened,
  refreshed,
  resolvedWith,
  saved,
  sent,
} from './draft';
import { asError } from './asError';
import { forgetDraft, keepDraft, keptDraft } from './kept';

/** Milliseconds after the last key until it is saved. */
const pause = 1_500;
/** Milliseconds between two tries while the server cannot be reached. */
const pauseAfterFailure = 10_000;

/** What a view knows of a section that is written. */
export interface SectionDraft {
  readonly draft: Draft;
  readonly change: (body: string) => void;
  /** Saves now; for when somebody leaves the text. */
  readonly save: () => void;
  /** Ends a conflict with this text over theirs. */
  readonly resolve: (body: string) => void;
}

/**
 * The text of a section, saved by itself: shortly after the last key, and when it is left. Until the server has it,
 * it is kept in this browser tab, so that it survives a reload.
 *
 * @param name - `PM-12`
 */
export function useSectionDraft(
  name: string,
  section: PostmortemSection,
): SectionDraft {
  const client = useApi(incidentsApiRef);
  const queries = useQueryClient();
  const place = `${name}.${section.key}`;
  const [draft, setDraft] = useState(() => opened(section, keptDraft(place)));
  // What is true now, also between two renders: a save ends while somebody types.
  const latest = useRef(draft);
  const update = useCallback((next: (draft: Draft) => Draft) => {
    latest.current = next(latest.current);
    setDraft(latest.current);
  }, []);

  const save = useCallback(async () => {
    const { current } = latest;
    if (!isDue(current)) return;
    update(sent);
    try {
      const answer = await client.call(endpoints.postmortems.saveSection, {
        params: { id: name, key: section.key },
        body: { version: current.base.version, body: current.body },
      });
      update(now =>
        answer.outcome === 'saved'
          ? saved(now, answer.section)
          : conflicted(now, answer.section),
      );
    } catch (error) {
      update(now => failed(now, asError(error)));
    }
    // What publishing lacks may have changed; after a failure, what may be done at all.
    void queries.invalidateQueries({
      queryKey: [endpoints.postmortems.get.id],
    });
  }, [client, queries, update, name, section.key]);

  useEffect(() => update(now => refreshed(now, section)), [update, section]);

  useEffect(() => {
    if (!isChanged(draft)) {
      forgetDraft(place);
      return undefined;
    }
    keepDraft(place, draft);
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [place, draft]);

  const isWaiting = isDue(draft) && !(draft.error && isRefusal(draft.error));
  const wait = draft.error ? pauseAfterFailure : pause;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => void save(), wait);
    return () => clearTimeout(timer);
  }, [isWaiting, wait, draft.body, save]);

  useEffect(() => {
    const leave = () => void save();
    const hide = () => document.visibilityState === 'hidden' && leave();
    document.addEventListener('visibilitychange', hide);
    window.addEventListener('online', leave);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      window.removeEventListener('online', leave);
      leave();
    };
  }, [save]);

  return {
    draft,
    // A new text is tried anew, also after a refusal.
    change: body =>
      update(now => ({ ...changed(now, body), error: undefined })),
    save: () => void save(),
    resolve: body => update(now => resolvedWith(now, body)),
  };
}
