import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { Choice, EntityPicker } from '../../kit';
import { usePlaysText } from '../../translation';
import { PlayFilters, playStates } from './usePlayFilters';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr)',
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
      '& > :first-child': { gridColumn: '1 / -1' },
    },
  },
}));

const states = ['', ...playStates] as const;

/** Which plays are shown: by name, state, owner. */
export const PlayFilterBar = ({ filters }: { filters: PlayFilters }) => {
  const t = usePlaysText();
  return (
    <div className={useStyles().bar}>
      <TextField
        id="plays-search"
        label={t('plays.search')}
        type="search"
        value={filters.words}
        onChange={event => filters.setWords(event.target.value)}
        inputProps={{ maxLength: 200 }}
      />
      <Choice
        id="plays-state"
        label={t('plays.state')}
        value={filters.state}
        options={states}
        words={state => (state ? t(`playState.${state}`) : t('plays.anyState'))}
        onChange={filters.setState}
      />
      <EntityPicker
        id="plays-owner"
        label={t('plays.owner')}
        kinds={['Group']}
        value={filters.ownerRef}
        onChange={filters.setOwnerRef}
      />
    </div>
  );
};
