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
import { branchOf, childrenOf, Place, placed } from './outline';

/** A tree as the server answers it. */
type Tree = readonly FactorNode[];

/**
 * The tree of whys, as somebody writes it. A change is seen at once and sent after those before it, so that nobody who
 * types fast waits for the server, or loses a word to it. What it refuses is taken back, and said.
 *
 * A new answer has an id of its own here, until it goes: the server's comes later.
 */
export function useFactorTree(postmortem: PostmortemDetail) {
  const { name } = postmortem;
  const client = useApi(incidentsApiRef);
  const queries = useQueryClient();
  const [tree, setTree] = useState<Tree>(postmortem.tree);
  const [seen, setSeen] = useState<Tree>(postmortem.tree);
  const [error, setError] = useState<Error>();
  const written = useRef<Tree>(tree);
  const answered = useRef<Tree>(tree);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);
  /** Ids of the server by those that answers were given here. */
  const [serverIds] = useState(() => new Map<string, string>());

  const offered = useRef<Tree>(postmortem.tree);
  offered.current = postmortem.tree;

  const write = (next: Tree) => {
    written.current = next;
    setTree(next);
  };
  const serverIdOf = (id: string): string => serverIds.get(id) ?? id;
  const asWritten = (nodes: Tree): Tree => {
    const here = new Map([...serverIds].map(([id, theirs]) => [theirs, id]));
    const idOf = (id: string): string => here.get(id) ?? id;
    return nodes.map(node => ({
      ...node,
      id: idOf(node.id),
      parentId: node.parentId === null ? null : idOf(node.parentId),
    }));
  };
  if (postmortem.tree !== seen && waiting.current === 0) {
    setSeen(postmortem.tree);
    answered.current = postmortem.tree;
    write(asWritten(postmortem.tree));
  }

  const send = (ask: () => Promise<void>) => {
    waiting.current += 1;
    setError(undefined);
    queue.current = queue.current.then(async () => {
      try {
        await ask();
      } catch (thrown) {
        setError(asError(thrown));
      }
      waiting.current -= 1;
      if (waiting.current > 0) return;
      // What was looked up before the last answer is older than it.
      setSeen(offered.current);
      write(asWritten(answered.current));
      void queries.invalidateQueries({
        queryKey: [endpoints.postmortems.get.id],
      });
    });
  };
  const sendEdit = async (id: string, change: AnswerChange) => {
    const nodeId = serverIdOf(id);
    const { parentId } = change;
    const node = answered.current.find(one => one.id === nodeId);
    const edited = await client.call(endpoints.postmortems.editFactor, {
      params: { id: name, nodeId },
      body: {
        version: node?.version ?? 0,
        ...change,
        ...(parentId && { parentId: serverIdOf(parentId) }),
      },
    });
    answered.current = edited.tree;
  };
  const nodeOf = (id: string): FactorNode | undefined =>
    written.current.find(node => node.id === id);
  const withNode = (changed: FactorNode): Tree =>
    written.current.map(node => (node.id === changed.id ? changed : node));

  return {
    tree,
    error,
    /** @returns its id here */
    add: (text: string, place: Place): string => {
      const id = `here-${serverIds.size}-${written.current.length}`;
      const node: FactorNode = {
        id,
        ...place,
        text,
        factor: null,
        version: 0,
      };
      write(placed(written.current, node, place));
      send(async () => {
        const parentId = place.parentId && serverIdOf(place.parentId);
        const before = new Set(answered.current.map(one => one.id));
        const added = await client.call(endpoints.postmortems.addFactor, {
          params: { id: name },
          body: { parentId, text },
        });
        answered.current = added.tree;
        const made = added.tree.find(one => !before.has(one.id));
        if (!made) return;
        serverIds.set(id, made.id);
        // It is added as the last one.
        const siblings = childrenOf(added.tree, parentId);
        if (siblings.at(place.position)?.id !== made.id) {
          await sendEdit(id, { position: place.position });
        }
      });
      return id;
    },
    reword: (id: string, text: string) => {
      const node = nodeOf(id);
      if (!node || node.text === text) return;
      write(withNode({ ...node, text }));
      send(() => sendEdit(id, { text }));
    },
    move: (id: string, place: Place) => {
      const node = nodeOf(id);
      if (!node) return;
      write(placed(written.current, node, place));
      send(() => sendEdit(id, place));
    },
    rename: (id: string, factor: string | null) => {
      const node = nodeOf(id);
      if (!node) return;
      write(
        withNode({
          ...node,
          factor: factor === null ? null : { id, name: factor, elsewhere: 0 },
        }),
      );
      send(() => sendEdit(id, { factor }));
    },
    remove: (id: string) => {
      const gone = new Set(branchOf(written.current, id));
      write(written.current.filter(node => !gone.has(node.id)));
      send(async () => {
        const left = await client.call(endpoints.postmortems.removeFactor, {
          params: { id: name, nodeId: serverIdOf(id) },
        });
        answered.current = left.tree;
      });
    },
  };
}

/** What can be changed of an answer at once. */
interface AnswerChange {
  readonly text?: string;
  readonly factor?: string | null;
  readonly parentId?: string | null;
  readonly position?: number;
}
