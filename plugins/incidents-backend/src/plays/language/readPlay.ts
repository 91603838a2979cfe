import { playDocumentSchema } from '@muster/backstage-plugin-incidents-common';
import { parse } from 'yaml';
import { PlayLanguage } from '../ports';

export const readPlay: PlayLanguage['read'] = source => {
  const result = playDocumentSchema.safeParse(parse(source));
  return {
    document: result.data ?? null,
    actions: [],
    faults: (result.error?.issues ?? []).map(issue => ({
      line: 1,
      column: 1,
      path: issue.path.join('.'),
      message: issue.message,
    })),
  };
};
