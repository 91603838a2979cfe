import {
  Layer,
  Restriction,
  Rotation,
  ScheduleInput,
  Slot,
} from '@muster/backstage-plugin-incidents-common';

type NameOf = (ref: string) => string;

/** What a version of a schedule changed against the one before, each change a line for people. */
export function changesInWords(
  before: ScheduleInput,
  after: ScheduleInput,
  nameOf: NameOf,
): string[] {
  const changes = [
    changed('Name', before.name, after.name),
    before.description === after.description ? [] : ['Description changed'],
    changed('Owner', nameOf(before.ownerRef), nameOf(after.ownerRef)),
    changed('Time zone', before.timezone, after.timezone),
    layerChanges(before.layers, after.layers, nameOf),
  ].flat();
  return changes.length > 0 ? changes : ['Saved without a change'];
}

const changed = (what: string, before: string, after: string): string[] =>
  before === after ? [] : [`${what}: ${before} → ${after}`];

/** Layers are told apart by their names; equal names by their order. */
function layerChanges(
  before: readonly Layer[],
  after: readonly Layer[],
  nameOf: NameOf,
): string[] {
  const left = [...before];
  const taken = after.map(layer => {
    const index = left.findIndex(({ name }) => name === layer.name);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  });
  const changes = after.flatMap((layer, index) => {
    // A layer whose name is new, where one has gone from the same place, was renamed.
    const place = before[index];
    const renamed =
      taken[index] === undefined && place && left.includes(place)
        ? left.splice(left.indexOf(place), 1)[0]
        : undefined;
    const old = taken[index] ?? renamed;
    return old
      ? changesOfLayer(old, layer, nameOf)
      : [`Layer “${layer.name}” added`];
  });
  const removed = left.map(({ name }) => `Layer “${name}” removed`);
  const orderOf = (layers: readonly Layer[], others: readonly Layer[]) =>
    layers
      .map(({ name }) => name)
      .filter(name => others.some(other => other.name === name))
      .join(', ');
  return [
    ...changes,
    ...removed,
    ...changed(
      'Order of layers',
      orderOf(before, after),
      orderOf(after, before),
    ),
  ];
}

function changesOfLayer(before: Layer, after: Layer, nameOf: NameOf): string[] {
  const [old, now] = [before.rotation, after.rotation];
  const slots = (rotation: Rotation) =>
    rotation.participants.map(slot => slotInWords(slot, nameOf)).join(', ');
  return [
    changed('name', before.name, after.name),
    changed('turns', slots(old), slots(now)),
    changed('rotation', rhythm(old), rhythm(now)),
    changed('time zone', zoneOf(before), zoneOf(after)),
    changed('hours', hours(before), hours(after)),
    changed('level', level(before), level(after)),
    changed('in force', bounds(before), bounds(after)),
  ]
    .flat()
    .map(text => `Layer “${after.name}”, ${text}`);
}

function slotInWords(slot: Slot, nameOf: NameOf): string {
  const refs = typeof slot === 'string' ? [slot] : slot;
  return refs.length === 0 ? 'nobody' : refs.map(nameOf).join(' and ');
}

function rhythm(rotation: Rotation): string {
  const { unit, every, startDate, handoffTime, moreHandoffs } = rotation;
  const more = moreHandoffs.map(({ weekday, time }) => `${weekday} ${time}`);
  return [
    every === 1 ? `every ${unit}` : `every ${every} ${unit}s`,
    `from ${startDate} ${handoffTime}`,
    ...(more.length > 0 ? [`also ${more.join(', ')}`] : []),
    ...(rotation.count === 'active-days' ? ['active days only'] : []),
    ...(rotation.extendsBefore ? ['before its start too'] : []),
  ].join(', ');
}

const zoneOf = ({ timezone }: Layer): string =>
  timezone ?? 'that of the schedule';

const hours = ({ restrictions }: Layer): string =>
  restrictions.length === 0
    ? 'always'
    : restrictions.map(restrictionInWords).join(' and ');

const restrictionInWords = (restriction: Restriction): string =>
  `${restriction.days.join(' ')} ${restriction.start}–${restriction.end}${restriction.timezone ? ` ${restriction.timezone}` : ''}`;

const level = ({ besideAbove }: Layer): string =>
  besideAbove ? 'together with the layer above' : 'of its own';

const bounds = ({ effectiveFrom, until }: Layer): string =>
  [effectiveFrom ? `from ${effectiveFrom}` : '', until ? `until ${until}` : '']
    .filter(Boolean)
    .join(' ') || 'always';
