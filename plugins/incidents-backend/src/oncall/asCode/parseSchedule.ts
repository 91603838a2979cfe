import {
  ScheduleInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { faultsInWords, FaultWords } from '../../platform/yamlText/faultWords';
import {
  FieldPath,
  PlacedFault,
  readYaml,
} from '../../platform/yamlText/readYaml';
import { unknownKeys } from '../../platform/yamlText/unknownKeys';

export type { FieldPath };

/** What is wrong with a text, where: lines and columns count from 1. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  /** `layers.0.rotation.every`; empty for the text as a whole. */
  readonly field: string;
  readonly message: string;
}

/** A text that is a schedule, or all that is wrong with it. */
export type ParsedSchedule =
  | {
      readonly content: ScheduleInput;
      /** Places a fault that is found later, such as somebody whom the catalog lacks. */
      readonly faultAt: (path: FieldPath, message: string) => TextFault;
    }
  | { readonly faults: readonly TextFault[] };

const words: FaultWords = {
  examples: {
    name: 'name: Payments primary',
    ownerRef: 'ownerRef: group:payments',
    timezone: 'timezone: Europe/Zurich',
    layers: 'layers: and below it a list of layers',
    rotation: 'rotation: and below it unit, every, startDate and so on',
    unit: 'unit: week',
    every: 'every: 1',
    startDate: "startDate: '2026-03-02'",
    handoffTime: "handoffTime: '09:00'",
    participants: 'participants: [user:ana, user:ben]',
    weekday: 'weekday: thu',
    time: "time: '09:00'",
    days: 'days: [mon, tue]',
    start: "start: '08:00'",
    end: "end: '18:00'",
  },
  nothingYet:
    'is no schedule yet: write name: Payments primary and, below it, ownerRef, timezone and layers',
  unionAt: () => 'somebody, such as user:ana, or a list of them',
};

/** Reads a schedule from YAML (or JSON, which is YAML). Every fault is named, with its place. */
export function parseSchedule(text: string): ParsedSchedule {
  const read = readYaml(text, 'a schedule');
  if ('faults' in read) return { faults: read.faults.map(asTextFault) };
  const { value, contents, faultAt, faultOn } = read;
  const result = scheduleInputSchema.safeParse(value);
  const faults = [
    ...unknownKeys(contents, scheduleInputSchema).map(
      ({ offset, path, message }) => faultOn(offset, path, message),
    ),
    ...faultsInWords(result.error?.issues ?? [], value, words).map(
      ({ path, message }) => faultAt(path, message),
    ),
  ];
  if (!result.success || faults.length > 0) {
    return {
      faults: faults
        .sort((a, b) => a.line - b.line || a.column - b.column)
        .map(asTextFault),
    };
  }
  return {
    content: result.data,
    faultAt: (path, message) => asTextFault(faultAt(path, message)),
  };
}

const asTextFault = ({
  line,
  column,
  path,
  message,
}: PlacedFault): TextFault => ({
  line,
  column,
  field: path.join('.'),
  message,
});
