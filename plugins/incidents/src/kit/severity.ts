import { Severity } from '@muster/backstage-plugin-incidents-common';

/** How a severity looks: always a shape and its name beside the colour. What it means in words: `severity.SEV1` and so on. */
export interface SeverityLook {
  /** Behind white text, in either theme. */
  readonly fill: string;
  /** As text or line on the dark theme's paper. */
  readonly onDark: string;
  readonly shape: string;
}

/** The one map of severity colours; readable for colour-blind people, AA on white text. */
export const severityLooks: Readonly<Record<Severity, SeverityLook>> = {
  SEV1: {
    fill: '#a8071a',
    onDark: '#ffa099',
    shape: '⬢',
  },
  SEV2: {
    fill: '#c2410c',
    onDark: '#ffab6e',
    shape: '◆',
  },
  SEV3: {
    fill: '#946200',
    onDark: '#f2c94c',
    shape: '▲',
  },
  SEV4: {
    fill: '#3f5f86',
    onDark: '#a9c4e6',
    shape: '■',
  },
  SEV5: {
    fill: '#5f6368',
    onDark: '#c4c4cc',
    shape: '●',
  },
};
