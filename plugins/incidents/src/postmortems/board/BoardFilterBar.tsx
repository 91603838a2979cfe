import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { Choice, EntityPicker, SearchField } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { BoardFilters, whoseChoices } from './useBoardFilters';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'grid',
    alignItems: 'end',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1.5fr) minmax(0, 1fr) auto',
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      '& > :nth-child(-n + 2)': { gridColumn: '1 / -1' },
    },
  },
}));

/** Which follow-ups the board shows: by words, team, whose. */
export const BoardFilterBar = ({ filters }: { filters: BoardFilters }) => {
  const t = usePostmortemsText();
  return (
    <div className={useStyles().bar} role="search">
      <SearchField
        id="follow-ups-search"
        label={t('board.search')}
        value={filters.q}
        onChange={words => filters.set('q', words)}
      />
      <EntityPicker
        id="follow-ups-team"
        label={t('board.team')}
        kinds={['Group']}
        value={filters.team}
        onChange={ref => filters.set('team', ref)}
      />
      <Choice
        id="follow-ups-whose"
        label={t('board.whose')}
        value={filters.whose}
        options={whoseChoices}
        words={choice => t(`board.${choice}`)}
        onChange={choice =>
          filters.set('whose', choice === 'all' ? '' : choice)
        }
      />
      <Button
        size="small"
        variant={filters.overdue ? 'contained' : 'outlined'}
        aria-pressed={filters.overdue}
        onClick={() => filters.set('overdue', filters.overdue ? '' : 'yes')}
      >
        {t('board.overdue')}
      </Button>
    </div>
  );
};
