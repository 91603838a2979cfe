import { PlayLanguage } from '../ports';
import { holds, value } from './conditions';
import { readPlay } from './readPlay';
import { resolve } from './resolveInput';
import { fill } from './templates';

/** The language of plays. Pure: no clock, no I/O. */
export const playLanguage: PlayLanguage = {
  read: readPlay,
  holds,
  value,
  fill,
  resolve,
};
