import { ConflictError, NotFoundError } from '@backstage/errors';
import { Actor, FactorNode } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { Database, Queryable, Tx } from '../../platform/database';
import { appendDeeds, Deed } from '../deeds';
import { mustBeEditable, postmortemName } from '../model';
import { FactorReader, PostmortemIndex } from '../ports';
import { lockPostmortem, updatePostmortem } from '../store';
import { deedsOfEdit, nodeDeeds } from './factorDeeds';
import {
  deleteNodes,
  insertNodes,
  NodeRecord,
  placeNode,
  readFactorsOf,
  readNodes,
  takeFactor,
  updateNode,
} from './factorStore';
import {
  branchOf,
  childrenOf,
  closedUp,
  inOrder,
  moved,
  mustHaveParent,
} from './factorTree';
import { countElsewhere } from './recurrenceStore';

/** A tree that people can read is far smaller. */
const mostNodes = 300;

/** What people change of an answer; what is left out stays. */
export interface NodeEdit {
  /** The version that they saw. */
  readonly version: number;
  readonly text?: string;
  /** The name of a factor; null: none. */
  readonly factor?: string | null;
  /** Null: one of the first answers. */
  readonly parentId?: string | null;
  readonly position?: number;
}

/** What the trees of factors need. */
export interface FactorsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly index: PostmortemIndex;
}

/** Contributing factors of postmortems as trees of whys, which share factors by their names. */
export class Factors implements FactorReader {
  readonly #options: FactorsOptions;

  constructor(options: FactorsOptions) {
    this.#options = options;
  }

  async tree(db: Queryable, id: number): Promise<FactorNode[]> {
    const nodes = inOrder(await readNodes(db, id));
    const factorIds = nodes.flatMap(({ factorId }) => factorId ?? []);
    if (factorIds.length === 0) {
      return nodes.map(node => shown(node, null));
    }
    const [named, elsewhere] = [
      await readFactorsOf(db, [id]),
      await countElsewhere(db, id, factorIds),
    ];
    const factors = new Map(
      named.map(({ id: factorId, name }) => [
        factorId,
        { id: factorId, name, elsewhere: elsewhere.get(factorId) ?? 0 },
      ]),
    );
    return nodes.map(node =>
      shown(node, factors.get(node.factorId ?? '') ?? null),
    );
  }

  async namesOf(db: Queryable, ids: readonly number[]) {
    const names = new Map<number, { id: string; name: string }[]>();
    if (ids.length === 0) return names;
    for (const { postmortemId, id, name } of await readFactorsOf(db, ids)) {
      const others = names.get(postmortemId) ?? [];
      names.set(postmortemId, [...others, { id, name }]);
    }
    return names;
  }

  async add(tx: Tx, id: number, names: readonly string[]): Promise<void> {
    const { newId } = this.#options;
    const first = childrenOf(await readNodes(tx, id), null).length;
    const added: Omit<NodeRecord, 'version'>[] = [];
    for (const [index, name] of names.entries()) {
      const factor = await takeFactor(tx, name, newId);
      added.push({
        id: newId(),
        parentId: null,
        position: first + index,
        text: name,
        factorId: factor.id,
      });
    }
    await insertNodes(tx, id, added);
  }

  /** Answers a why. @throws InputError for a parent of another postmortem */
  answer(
    id: number,
    answer: { parentId: string | null; text: string; factor: string | null },
    by: Actor,
  ): Promise<FactorNode[]> {
    const { newId } = this.#options;
    const { parentId, text, factor } = answer;
    return this.#edited(id, by, async (tx, nodes) => {
      mustHaveParent(nodes, parentId);
      if (nodes.length >= mostNodes) {
        throw new ConflictError(
          `${postmortemName(id)} has ${mostNodes} answers, which is the most; merge some of them`,
        );
      }
      const taken =
        factor === null ? null : await takeFactor(tx, factor, newId);
      await insertNodes(tx, id, [
        {
          id: newId(),
          parentId,
          position: childrenOf(nodes, parentId).length,
          text,
          factorId: taken?.id ?? null,
        },
      ]);
      return [nodeDeeds.answered];
    });
  }

  /** @throws ConflictError when somebody has changed it since; InputError for a place below itself */
  edit(
    id: number,
    nodeId: string,
    edit: NodeEdit,
    by: Actor,
  ): Promise<FactorNode[]> {
    const { version, text, factor, parentId, position } = edit;
    return this.#edited(id, by, async (tx, nodes) => {
      const node = nodeOf(id, nodes, nodeId);
      if (node.version !== version) {
        throw new ConflictError(
          `This answer was changed since you looked (version ${node.version}, you saw ${version}); look at it again, then repeat your change`,
        );
      }
      const parent = parentId === undefined ? node.parentId : parentId;
      const stays = parent === node.parentId ? node.position : mostNodes;
      const places = moved(nodes, node.id, parent, position ?? stays);
      const factorId =
        factor && (await takeFactor(tx, factor, this.#options.newId)).id;
      await updateNode(tx, node, { text, factorId });
      for (const place of places) await placeNode(tx, place);
      return deedsOfEdit(node, { text, factorId }, places);
    });
  }

  /** Removes an answer with those below it. */
  remove(id: number, nodeId: string, by: Actor): Promise<FactorNode[]> {
    return this.#edited(id, by, async (tx, nodes) => {
      const { parentId } = nodeOf(id, nodes, nodeId);
      const branch = branchOf(nodes, nodeId);
      await deleteNodes(tx, branch);
      const left = nodes.filter(node => !branch.includes(node.id));
      for (const place of closedUp(left, parentId)) await placeNode(tx, place);
      return branch.map(() => nodeDeeds.removed);
    });
  }

  /** Changes the tree of a postmortem that may be edited; what `change` answers is said in its history. @returns it */
  #edited(
    id: number,
    by: Actor,
    change: (tx: Tx, nodes: readonly NodeRecord[]) => Promise<readonly Deed[]>,
  ): Promise<FactorNode[]> {
    const { database, clock, index } = this.#options;
    return database.transaction(async tx => {
      const record = await lockPostmortem(tx, id);
      mustBeEditable(record);
      const deeds = await change(tx, await readNodes(tx, id));
      const at = clock.now();
      await appendDeeds(tx, id, 'the whys', deeds, { at, actor: by });
      await updatePostmortem(tx, record, { updatedAt: at }, false);
      await index.changed(tx, id);
      return this.tree(tx, id);
    });
  }
}

function nodeOf(
  id: number,
  nodes: readonly NodeRecord[],
  nodeId: string,
): NodeRecord {
  const node = nodes.find(each => each.id === nodeId);
  if (node) return node;
  throw new NotFoundError(`${postmortemName(id)} has no answer ${nodeId}`);
}

const shown = (
  { id, parentId, position, text, version }: NodeRecord,
  factor: FactorNode['factor'],
): FactorNode => ({ id, parentId, position, text, factor, version });
