import {
  PlayActionInfo,
  playActionSchema,
  PlayFault,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { playLanguage } from '../language/playLanguage';
import builtIn from './builtInActions.json';

/** A file with a play, checked. */
export interface CheckedFile {
  readonly file: string;
  readonly faults: readonly PlayFault[];
  /** Actions that are not known here, so that their inputs were not checked. */
  readonly unknownActions: readonly string[];
}

const actionsSchema = z.object({ items: z.array(playActionSchema) });

/** The actions of a portal, out of what `GET /v1/plays/actions` answers; without it those that are built in. */
export const readActions = (answer?: unknown): readonly PlayActionInfo[] =>
  actionsSchema.parse(answer ?? builtIn).items;

/**
 * Checks the text of a play without a portal.
 *
 * @param isComplete - `actions` are all of a portal; else those of modules and of the portal's registry may be there, too
 */
export function checkFile(
  file: string,
  source: string,
  actions: readonly PlayActionInfo[],
  isComplete: boolean,
): CheckedFile {
  const foreign = isComplete ? [] : foreignActions(source, actions);
  const { faults } = playLanguage.read(source, [...actions, ...foreign]);
  return { file, faults, unknownActions: foreign.map(({ id }) => id) };
}

const actionKey = /(?:^|[\s{,"'])action["']?\s*:\s*["']?([a-z][\w.:@-]*)/g;

/** Actions that a text names and that no room of ours could have; taken as they are. */
function foreignActions(
  source: string,
  actions: readonly PlayActionInfo[],
): PlayActionInfo[] {
  const rooms = new Set(actions.map(({ id }) => roomOf(id)));
  const named = [...source.matchAll(actionKey)].map(([, id]) => id);
  return [...new Set(named)]
    .filter(id => !rooms.has(roomOf(id)))
    .map(id => ({
      id: id.includes('@') ? id : `${id}@1`,
      title: id,
      description: '',
      source: 'unknown',
      input: {},
      output: {},
      idempotent: false,
      simulatable: false,
      reversible: false,
    }));
}

/** `page` of `page.people@1` */
const roomOf = (id: string): string => id.split(/[.:@]/)[0];
