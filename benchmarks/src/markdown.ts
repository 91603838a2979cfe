import { Distribution } from './distribution';
import { Figure, keepsBar, Result, Row } from './result';

const number = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en-GB')
    : String(Number(value.toPrecision(3)));

const table = (head: readonly string[], rows: readonly string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');

const percentiles: readonly (keyof Distribution)[] = [
  'p50',
  'p95',
  'p99',
  'max',
];

const rowCells = ({ name, count, perSecond, ms }: Row): string[] => [
  name,
  number(count),
  perSecond === null ? '' : number(perSecond),
  ...percentiles.map(key => (ms ? number(ms[key]) : '')),
];

function barOf({ bar }: Figure): string {
  if (!bar) return '';
  return 'atMost' in bar ? `≤ ${bar.atMost}` : `≥ ${bar.atLeast}`;
}

const verdict = { true: 'kept', false: '**missed**', null: '' };

const figureCells = (figure: Figure): string[] => [
  figure.name,
  `${number(figure.value)} ${figure.unit}`.trim(),
  barOf(figure),
  verdict[`${keepsBar(figure)}`],
];

/** One benchmark as a section of a Markdown document, which also reads well in a terminal. */
export function sectionOf(result: Result): string {
  const { machine, database } = result;
  const where = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}, Node.js ${machine.node}, load before ${machine.loadBefore}`,
    database &&
      `PostgreSQL ${database.version} (${Object.entries(database.settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')})`,
    `commit ${result.commit}, ${result.at.slice(0, 16).replace('T', ' ')} UTC`,
  ];
  return [
    `## ${result.title}`,
    result.rows.length > 0 &&
      table(
        ['', 'count', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
        result.rows.map(rowCells),
      ),
    result.figures.length > 0 &&
      table(['', 'measured', 'bar', ''], result.figures.map(figureCells)),
    result.notes.map(note => `- ${note}`).join('\n'),
    `On ${where.filter(Boolean).join('; ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The document of all recorded results. */
export const documentOf = (results: readonly Result[]): string =>
  [
    '# Measured',
    'Made by `bin/yarn bench --record NAME` from the files in `results/`; do not edit. What each benchmark does is written at the top of its file in `src/`. A ratio is against something real that was measured in the same run on the same machine.',
    ...results.map(sectionOf),
    '',
  ].join('\n\n');
