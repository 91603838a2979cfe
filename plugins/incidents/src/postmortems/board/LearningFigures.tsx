import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  LearningFigures as Figures,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useEndpoint } from '../../data';
import { Answer, Panel, useLayout } from '../../kit';
import { factorRouteRef, postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
    gap: theme.spacing(2, 3),
    margin: 0,
    '& dd': { margin: 0, fontSize: '1.5rem', lineHeight: 1.2 },
    '& dt': { fontSize: '0.8125rem', maxWidth: 180 },
    '& > div': {
      display: 'flex',
      flexDirection: 'column-reverse',
      justifyContent: 'flex-end',
    },
  },
}));

/** How learning goes on in a team, or in the company. */
export const LearningFigures = (props: {
  /** A full ref, or empty: everybody. */
  ownerRef: string;
}) => {
  const t = usePostmortemsText();
  const state = useEndpoint(
    endpoints.postmortems.figures,
    { query: { ownerRef: props.ownerRef || undefined } },
    { keep: true },
  );
  return (
    <Panel title={t('board.figures')}>
      <Answer state={state} lines={1}>
        {figures => <Shown figures={figures} />}
      </Answer>
    </Panel>
  );
};

const Shown = ({ figures }: { figures: Figures }) => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const { tight, stack, bad } = useLayout();
  const { required, published, daysToPublish, followUps, recurred } = figures;
  const { open, done, verified } = followUps;
  return (
    <div className={stack}>
      <dl className={classes.figures}>
        <Figure label={t('board.written')}>
          {t('board.writtenOf', {
            published: String(published),
            required: String(required),
          })}
        </Figure>
        <Figure label={t('board.daysToPublish')}>
          {daysToPublish === null ? '–' : roundedDays(daysToPublish)}
        </Figure>
        <Figure label={t('board.overduePostmortems')}>
          <span className={figures.overdue > 0 ? bad : ''}>
            {figures.overdue}
          </span>
        </Figure>
        <Figure label={t('board.overdueFollowUps')}>
          <span className={followUps.overdue > 0 ? bad : ''}>
            {followUps.overdue}
          </span>
        </Figure>
        <Figure label={t('board.verifiedShare')}>
          {t('board.verifiedOf', {
            verified: String(verified),
            all: String(open + done + verified),
          })}
        </Figure>
      </dl>
      {recurred.length > 0 && (
        <div className={tight}>
          <b>{t('board.recurred')}</b>
          {recurred.map(({ factor, verified: before, again }) => (
            <Recurred
              key={`${factor.id} ${again.id}`}
              factor={factor}
              before={before.name}
              again={again.name}
            />
          ))}
        </div>
      )}
    </div>
  );
};

const Figure = (props: { label: string; children: ReactNode }) => (
  <div>
    <dt className={useLayout().mute}>{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
);

const Recurred = (props: {
  factor: { readonly id: string; readonly name: string };
  before: string;
  again: string;
}) => {
  const t = usePostmortemsText();
  const { link, small } = useLayout();
  const toFactor = useRouteRef(factorRouteRef);
  const toPostmortem = useRouteRef(postmortemRouteRef);
  return (
    <div className={small}>
      {t('board.recurredLine', {
        factor: (
          <Link className={link} to={toFactor({ id: props.factor.id })}>
            {props.factor.name}
          </Link>
        ),
        verified: props.before,
        again: (
          <Link className={link} to={toPostmortem({ name: props.again })}>
            {props.again}
          </Link>
        ),
      })}
    </div>
  );
};

const roundedDays = (days: number): string =>
  days < 10 ? days.toFixed(1).replace(/\.0$/, '') : String(Math.round(days));
