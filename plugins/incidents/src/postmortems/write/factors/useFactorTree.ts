import { useApi } from '@backstage/core-plugin-api';
import {
  endpoints,
  FactorNode,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { incidentsApiRef } from '../../../api';
import { asError } from '../section/asError';
import { childrenOf, Place } from './outline';

/** What can be changed of an answer at once. */
export interface AnswerChange {
  readonly text?: string;
  readonly factor?: string | null;
  readonly parentId?: string | null;
  readonly position?: number;
}

/**
 * The tree of whys, and its changes, one after the other: each is made of what the server answered to the one before,
 * however fast somebody types.
 */
export function useFactorTree(postmortem: PostmortemDetail) {
  const { name } = postmortem;
  const client = useApi(incidentsApiRef);
  const queries = useQueryClient();
  const [tree, setTree] = useState(postmortem.tree);
  const [seen, setSeen] = useState(postmortem.tree);
  const [error, setError] = useState<Error>();
  const latest = useRef(tree);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  if (postmortem.tree !== seen && waiting.current === 0) {
    setSeen(postmortem.tree);
    setTree(postmortem.tree);
    latest.current = postmortem.tree;
  }

  /** Undefined when it failed, which `error` tells. */
  const next = <T>(change: () => Promise<T>): Promise<T | undefined> => {
    waiting.current += 1;
    const done = queue.current.then(async () => {
      try {
        setError(undefined);
        return await change();
      } catch (thrown) {
        setError(asError(thrown));
        return undefined;
      } finally {
        waiting.current -= 1;
        if (waiting.current === 0) {
          void queries.invalidateQueries({
            queryKey: [endpoints.postmortems.get.id],
          });
        }
      }
    });
    queue.current = done;
    return done;
  };
  const take = (answered: { tree: FactorNode[] }) => {
    latest.current = answered.tree;
    setTree(answered.tree);
  };
  const edit = async (nodeId: string, change: AnswerChange) => {
    const node = latest.current.find(({ id }) => id === nodeId);
    if (!node) return;
    take(
      await client.call(endpoints.postmortems.editFactor, {
        params: { id: name, nodeId },
        body: { version: node.version, ...change },
      }),
    );
  };

  return {
    tree,
    error,
    /** The tree once everything that is on its way has been answered; undefined when nothing is. */
    settled: (): Promise<readonly FactorNode[]> | undefined =>
      waiting.current === 0
        ? undefined
        : queue.current.then(() => latest.current),
    edit: (nodeId: string, change: AnswerChange) =>
      next(() => edit(nodeId, change)),
    /** @returns the id of the new answer */
    add: (text: string, place: Place) =>
      next(async () => {
        const { parentId, position } = place;
        const before = new Set(latest.current.map(({ id }) => id));
        take(
          await client.call(endpoints.postmortems.addFactor, {
            params: { id: name },
            body: { parentId, text },
          }),
        );
        const added = latest.current.find(({ id }) => !before.has(id));
        const siblings = childrenOf(latest.current, parentId);
        if (added && siblings.at(position)?.id !== added.id) {
          await edit(added.id, { position });
        }
        return added?.id;
      }),
    remove: (nodeId: string) =>
      next(async () =>
        take(
          await client.call(endpoints.postmortems.removeFactor, {
            params: { id: name, nodeId },
          }),
        ),
      ),
  };
}
