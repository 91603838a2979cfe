import {
  kindOf,
  Layer,
  ScheduleInput,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople, PeopleField } from '../directory/service';

/** What is wrong with a schedule beyond its shape: each fault names its field, `body.…`, and what to do. */
export async function faultsOfSchedule(
  directory: Directory,
  { ownerRef, layers }: ScheduleInput,
): Promise<string[]> {
  const participants = layers.flatMap(participantFields);
  return [
    ...layers.flatMap(faultsOfLayer),
    ...(await faultsOfPeople(directory, [
      { field: 'body.ownerRef', ref: ownerRef, kinds: ['group'] },
      ...participants,
    ])),
    ...(await faultsOfCircles(directory, participants)),
  ];
}

const at = (layer: number) => `body.layers[${layer}]`;

function faultsOfLayer(layer: Layer, index: number): string[] {
  const { rotation, restrictions, effectiveFrom, until } = layer;
  const field = `${at(index)}.rotation`;
  const faults: string[] = [];
  if (rotation.participants.every(slot => slot.length === 0)) {
    faults.push(
      `${field}.participants leaves every turn to nobody; name a person or a group in at least one`,
    );
  }
  if (rotation.moreHandoffs.length > 0 && rotation.unit !== 'week') {
    faults.push(
      `${field}.moreHandoffs are for weekly rotations, and ${field}.unit is ${rotation.unit}; leave them out, or make it week`,
    );
  }
  if (rotation.count === 'active-days') {
    if (rotation.unit !== 'day') {
      faults.push(
        `${field}.count is active-days, which is for daily rotations, and ${field}.unit is ${rotation.unit}; make it all-days, or the unit day`,
      );
    }
    if (restrictions.length === 0) {
      faults.push(
        `${field}.count is active-days, and ${at(index)}.restrictions names no days; make it all-days, or say on which days the layer counts`,
      );
    }
  }
  if (
    effectiveFrom !== null &&
    until !== null &&
    Date.parse(until) <= Date.parse(effectiveFrom)
  ) {
    faults.push(
      `${at(index)}.until must be after ${at(index)}.effectiveFrom, or the layer never counts`,
    );
  }
  return faults;
}

function participantFields({ rotation }: Layer, layer: number): PeopleField[] {
  const field = `${at(layer)}.rotation.participants`;
  const kinds = ['user', 'group'] as const;
  return rotation.participants.flatMap((slot, turn) =>
    typeof slot === 'string'
      ? [{ field: `${field}[${turn}]`, ref: slot, kinds }]
      : slot.map((ref, index) => ({
          field: `${field}[${turn}][${index}]`,
          ref,
          kinds,
        })),
  );
}

async function faultsOfCircles(
  directory: Directory,
  fields: readonly PeopleField[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const { field, ref } of fields) {
    const circle =
      kindOf(ref) === 'group' ? await directory.circleOf(ref) : undefined;
    if (circle) {
      faults.push(
        `${field} names ${ref}, which is a parent of itself in the catalog (${circle.map(group => group.ref).join(' → ')}); name another group, or mend its parent there`,
      );
    }
  }
  return faults;
}
