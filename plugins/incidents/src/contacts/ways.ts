import { ContactMethod } from '@muster/backstage-plugin-incidents-common';

/** A way in a sentence: `my phone (SMS)`, else `SMS +49 170 1234567`. */
export const wayWords = ({ title, label, address }: ContactMethod): string =>
  label ? `${label} (${title})` : [title, address].filter(Boolean).join(' ');
