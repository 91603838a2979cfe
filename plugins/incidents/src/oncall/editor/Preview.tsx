import {
  alwaysInForce,
  coverageGaps,
  layerTurnsBetween,
  ScheduleInput,
  Turn,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { Choice, useCatalogNames, useLayout, useNow } from '../../kit';
import { useOnCallText } from '../../translation';
import { PieceBar } from '../calendar/PieceBar';
import { Piece } from '../calendar/pieces';
import { daysOf, Range, rangeAround } from '../calendar/range';
import { DaysHeader, Row } from '../calendar/Row';
import { useCalendarStyles } from '../calendar/styles';
import { isDrawable } from './draft';
import { ServerSays } from './ServerSays';

const zooms = ['week', 'two-weeks', 'month'] as const;
type PreviewZoom = (typeof zooms)[number];

/** A schedule that is not saved yet, drawn by the function that pages; and what the server says, where that is more. */
export const Preview = (props: {
  draft: ScheduleInput;
  scheduleId: string | null;
}) => {
  const { draft, scheduleId } = props;
  const t = useOnCallText();
  const { tight, row, grow, strong, mute } = useLayout();
  const [zoom, setZoom] = useState<PreviewZoom>('two-weeks');
  const now = useNow(60);
  return (
    <section className={tight} aria-label={t('editor.preview')}>
      <div className={row}>
        <span className={`${grow} ${strong}`}>{t('editor.preview')}</span>
        <Choice
          id="preview-zoom"
          label={t('calendar.zoom')}
          value={zoom}
          options={zooms}
          words={option => t(`calendar.zooms.${option}`)}
          onChange={setZoom}
        />
      </div>
      {isDrawable(draft) ? (
        <Drawn
          draft={draft}
          scheduleId={scheduleId}
          range={rangeAround(now.setZone(draft.timezone), zoom)}
        />
      ) : (
        <span className={mute}>{t('editor.notYet')}</span>
      )}
    </section>
  );
};

const Drawn = (props: {
  draft: ScheduleInput;
  scheduleId: string | null;
  range: Range;
}) => {
  const { draft, scheduleId, range } = props;
  const t = useOnCallText();
  const classes = useCalendarStyles();
  const nameOf = useCatalogNames();
  const { small, ok, bad } = useLayout();
  const now = useNow(60).setZone(draft.timezone);
  const span = [range.from.toJSDate(), range.to.toJSDate()] as const;
  const rules = alwaysInForce(draft);
  const pieces = (turns: readonly Turn[]): Piece[] =>
    turns.map(({ people, start, end }) => ({
      people: people.map(ref => ({ ref, name: nameOf(ref) })),
      start,
      end,
    }));
  const final = turnsBetween(rules, ...span);
  const gaps = coverageGaps(rules, ...span);
  const rows = { range, minWidth: daysOf(range).length * 24, stacked: true };
  const bars = (shown: readonly Piece[], faded: boolean) =>
    shown.map(piece => (
      <PieceBar
        key={piece.start.getTime()}
        piece={piece}
        range={range}
        zone={draft.timezone}
        faded={faded}
      />
    ));
  return (
    <>
      <div className={classes.scroller}>
        <DaysHeader {...rows} now={now} />
        <Row {...rows} label={t('calendar.final')} strong height={46}>
          {bars(
            [
              ...pieces(final),
              ...gaps.map(gap => ({ ...gap, people: [], gap: '' })),
            ],
            false,
          )}
        </Row>
        {draft.layers.length > 1 &&
          draft.layers.map(({ name }, index) => (
            <Row
              // Layers have no identity but their place.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              {...rows}
              label={
                name || t('editor.layerNumber', { number: String(index + 1) })
              }
              height={36}
            >
              {bars(pieces(layerTurnsBetween(rules, index, ...span)), true)}
            </Row>
          ))}
      </div>
      <span className={`${small} ${gaps.length > 0 ? bad : ok}`} role="status">
        {gaps.length > 0
          ? `⚠ ${t('editor.gaps', { count: gaps.length })}`
          : `✔ ${t('editor.noGaps')}`}
      </span>
      <ServerSays
        draft={draft}
        scheduleId={scheduleId}
        range={range}
        local={final}
      />
    </>
  );
};
