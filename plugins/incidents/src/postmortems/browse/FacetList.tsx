import Button from '@material-ui/core/Button';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import {
  CallOutput,
  endpoints,
  postmortemStates,
} from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useLayout } from '../../kit';
import {
  LearnedText,
  useLearnedText,
  usePostmortemsText,
} from '../../translation';
import { monthText } from '../lines';
import { FacetName, facetNames } from './filters';
import { PostmortemFilters } from './usePostmortemFilters';

const useStyles = makeStyles(theme => ({
  value: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    width: '100%',
    minHeight: 28,
    padding: theme.spacing(0.25, 1),
    borderRadius: theme.shape.borderRadius,
    textAlign: 'left',
    fontSize: '0.8125rem',
    overflowWrap: 'anywhere',
    '&:hover, &:focus-visible': { background: theme.palette.action.hover },
    [theme.breakpoints.down('sm')]: { minHeight: 40 },
  },
  on: {
    fontWeight: 700,
    boxShadow: `inset 3px 0 ${theme.palette.primary.main}`,
    background: theme.palette.action.selected,
  },
}));

type Facets = CallOutput<typeof endpoints.postmortems.facets>;
type Value = Facets['service'][number];

/** So many values of a facet are shown before anybody asks for more. */
const first = 6;

/** What narrows the list down, each value with how many it would leave. */
export const FacetLists = (props: {
  facets: Facets;
  filters: PostmortemFilters;
}) => {
  const { stack } = useLayout();
  return (
    <div className={stack}>
      {facetNames.map(name => (
        <FacetList
          key={name}
          name={name}
          values={props.facets[name]}
          filters={props.filters}
        />
      ))}
    </div>
  );
};

const FacetList = (props: {
  name: FacetName;
  values: readonly Value[];
  filters: PostmortemFilters;
}) => {
  const { name, values, filters } = props;
  const t = usePostmortemsText();
  const learned = useLearnedText();
  const classes = useStyles();
  const { small, mute, plain } = useLayout();
  const [all, setAll] = useState(false);
  const id = useId();
  const chosen = filters.chosen(name);
  if (values.length === 0) return null;
  // What is chosen is seen, wherever it stands.
  const shown = all
    ? values
    : values.filter(
        ({ value }, index) => index < first || chosen.includes(value),
      );
  const hidden = values.length - shown.length;
  return (
    <div>
      <div id={id} className={`${small} ${mute}`}>
        <b>{t(`browse.${name}`)}</b>
      </div>
      <ul className={plain} aria-labelledby={id}>
        {shown.map(value => (
          <li key={value.value}>
            <ButtonBase
              className={`${classes.value} ${chosen.includes(value.value) ? classes.on : ''}`}
              aria-pressed={chosen.includes(value.value)}
              onClick={() => filters.press(name, value.value)}
            >
              <span>{wordOf(name, value, learned)}</span>
              <span className={mute}>{value.count}</span>
            </ButtonBase>
          </li>
        ))}
      </ul>
      {(hidden > 0 || all) && values.length > first && (
        <Button size="small" onClick={() => setAll(!all)}>
          {all
            ? t('browse.fewerValues')
            : t('browse.moreValues', { number: String(hidden) })}
        </Button>
      )}
    </div>
  );
};

const wordOf = (
  name: FacetName,
  { value, name: word }: Value,
  t: LearnedText,
) => {
  if (name === 'month') return monthText(value);
  const state = postmortemStates.find(one => one === value);
  return name === 'state' && state ? t(`pmState.${state}`) : word;
};
