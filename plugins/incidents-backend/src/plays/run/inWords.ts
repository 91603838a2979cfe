import { Actor } from '@muster/backstage-plugin-incidents-common';
import { RunRecord } from './runStore';

/** Who acts in what a run does. */
export const actorOf = ({
  playId,
  playName,
}: Pick<RunRecord, 'playId' | 'playName'>): Actor => ({
  kind: 'play',
  ref: playId,
  name: playName,
});

/** Under whose authority: `approved by Ana Ruiz`. */
export const authorityInWords = ({
  authority,
}: Pick<RunRecord, 'authority'>): string =>
  authority.kind === 'play'
    ? `approved by ${authority.approvedBy.name}`
    : `started by ${authority.person.name}`;

/** `Play SEV1 response v3 (approved by Ana Ruiz)` */
export const byOf = (
  run: Pick<RunRecord, 'playName' | 'version' | 'authority'>,
): string => `Play ${run.playName} v${run.version} (${authorityInWords(run)})`;
