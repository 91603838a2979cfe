import {
  playDocumentSchema,
  PlayDocument,
} from '@muster/backstage-plugin-incidents-common';
import { parse } from 'yaml';
import {
  ContextReader,
  PlayLanguage,
  RunCanceller,
  RunFollower,
  RunStarter,
} from './ports';

// Stands for parts that are not there yet; each goes when its part is plugged in.

export const stubLanguage: PlayLanguage = {
  read: source => {
    const result = playDocumentSchema.safeParse(parse(source));
    const document: PlayDocument | null = result.data ?? null;
    return {
      document,
      actions: [],
      faults: (result.error?.issues ?? []).map(issue => ({
        line: 1,
        column: 1,
        path: issue.path.join('.'),
        message: issue.message,
      })),
    };
  },
  holds: () => true,
  value: () => null,
  fill: template => template,
  resolve: input => input,
};

export const stubContext: ContextReader = { read: async () => ({}) };

export const stubRuns: RunStarter & RunFollower & RunCanceller = {
  start: async () => ({ runId: 'none', started: false }),
  happened: async () => {},
  cancelAll: async () => {},
};
