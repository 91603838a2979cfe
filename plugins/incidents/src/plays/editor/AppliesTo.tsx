import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { breakableKinds, EntitiesPicker, Toggles, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { textOf, useList, useValue } from './Edit';
import { idOf } from './fields';
import { Path } from './PlayText';
import { useCatalogTags } from './useCatalogTags';

/** Which entities' incidents a play looks at. */
export const AppliesTo = () => {
  const t = usePlaysText();
  const { stack } = useLayout();
  return (
    // Its heading is the button that opened it.
    <div role="group" aria-label={t('form.applies')} className={stack}>
      <Refs
        path={['appliesTo', 'entities']}
        label={t('form.entities')}
        kinds={breakableKinds}
      />
      <Refs
        path={['appliesTo', 'owners']}
        label={t('form.owners')}
        kinds={['Group']}
      />
      <Refs
        path={['appliesTo', 'systems']}
        label={t('form.systems')}
        kinds={['System']}
      />
      <Tags path={['appliesTo', 'tags']} />
      <Tiers path={['appliesTo', 'tiers']} />
    </div>
  );
};

/** Tags that the catalog has are offered; one that it will have can be typed. */
const Tags = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const known = useCatalogTags();
  const [value, set] = useValue(path);
  return (
    <Autocomplete
      id={idOf(path)}
      multiple
      freeSolo
      autoSelect
      options={[...known]}
      value={Array.isArray(value) ? value.map(textOf) : []}
      onChange={(_event, tags) => set(tags.length > 0 ? tags : undefined)}
      ChipProps={{ size: 'small' }}
      renderInput={params => (
        <TextField {...params} label={t('form.tags')} fullWidth />
      )}
    />
  );
};

const tiers = ['1', '2', '3', '4'] as const;

const Tiers = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const { row, wrap, small } = useLayout();
  const [value, set] = useValue(path);
  const chosen = Array.isArray(value) ? value.map(textOf) : [];
  return (
    <div className={`${row} ${wrap}`}>
      <span className={small}>{t('form.tiers')}</span>
      <Toggles
        label={t('form.tiers')}
        options={tiers}
        value={tiers.filter(tier => chosen.includes(tier))}
        onChange={now => set(now.length > 0 ? now.map(Number) : undefined)}
      />
    </div>
  );
};

const Refs = (props: {
  path: Path;
  label: string;
  kinds: readonly string[];
}) => {
  const { path, label, kinds } = props;
  const [value] = useValue(path);
  const list = useList(path);
  const refs = Array.isArray(value) ? value.map(textOf) : [];
  return (
    <EntitiesPicker
      id={idOf(path)}
      label={label}
      kinds={kinds}
      value={refs}
      onChange={now => {
        // Entry by entry: comments beside the others stay.
        if (now.length > refs.length) list.add(now[refs.length]);
        else list.remove(refs.findIndex(ref => !now.includes(ref)));
      }}
    />
  );
};
