import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  ReportedFactor,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';
import {
  Answer,
  breakableKinds,
  EmptyState,
  EntityPicker,
  Panel,
  useLayout,
} from '../../kit';
import { factorRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { dayText } from '../lines';
import { PostmortemsNav } from './PostmortemsNav';
import { useFactorFilters } from './useFactorFilters';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** So many are shown: what comes seldom is found by narrowing. */
const most = 30;

/** Contributing factors across postmortems, most frequent first; of all, of a team, of a service. */
export const FactorsPage = () => {
  const t = usePostmortemsText();
  const { bar } = useStyles();
  const { stack } = useLayout();
  const filters = useFactorFilters();
  const { team, service } = filters;
  const state = useEndpoint(
    endpoints.postmortems.factors,
    {
      query: {
        ownerRef: team || undefined,
        entityRef: service || undefined,
        followUps: 'true',
        limit: String(most),
      },
    },
    { keep: true },
  );
  return (
    <>
      <PostmortemsNav />
      <Panel title={t('factors.title')}>
        <div className={stack}>
          <div className={bar} role="search">
            <EntityPicker
              id="factors-team"
              label={t('factors.team')}
              kinds={['Group']}
              value={team}
              onChange={ref => filters.set('team', ref)}
            />
            <EntityPicker
              id="factors-service"
              label={t('factors.service')}
              kinds={breakableKinds}
              value={service}
              onChange={ref => filters.set('service', ref)}
            />
          </div>
          <Answer state={state} lines={5}>
            {({ items }) => (
              <Factors
                factors={items}
                onClear={team || service ? filters.clear : undefined}
              />
            )}
          </Answer>
        </div>
      </Panel>
    </>
  );
};

const Factors = (props: {
  factors: readonly ReportedFactor[];
  /** Shows all again; undefined while nothing is narrowed. */
  onClear: (() => void) | undefined;
}) => {
  const { factors, onClear } = props;
  const t = usePostmortemsText();
  const { plain, stack, small, mute } = useLayout();
  // Those of drafts alone are for who writes.
  const seen = factors.filter(({ postmortems }) => postmortems > 0);
  if (seen.length === 0) {
    return onClear ? (
      <EmptyState title={t('factors.noneMatch')}>
        <Button size="small" variant="outlined" onClick={onClear}>
          {t('factors.clear')}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState title={t('factors.none')}>
        {t('factors.noneRemedy')}
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={`${plain} ${stack}`} aria-label={t('factors.title')}>
        {seen.map(factor => (
          <li key={factor.id}>
            <Line factor={factor} />
          </li>
        ))}
      </ol>
      {seen.length === most && (
        <div className={`${small} ${mute}`}>
          {t('factors.onlyFirst', { number: String(most) })}
        </div>
      )}
    </>
  );
};

const Line = ({ factor }: { factor: ReportedFactor }) => {
  const { id, name, postmortems, lastAt, openFollowUps } = factor;
  const t = usePostmortemsText();
  const { titleLink, small, mute, breakable } = useLayout();
  const toFactor = useRouteRef(factorRouteRef);
  const facts = [
    t('factors.times', { count: postmortems }),
    ...(lastAt ? [t('factors.last', { day: dayText(lastAt) })] : []),
    ...(openFollowUps ? [t('factors.open', { count: openFollowUps })] : []),
  ];
  return (
    <div className={breakable}>
      <span aria-hidden>◆ </span>
      <Link className={titleLink} to={toFactor({ id })}>
        {name}
      </Link>
      <div className={`${small} ${mute}`}>{facts.join(' · ')}</div>
    </div>
  );
};
