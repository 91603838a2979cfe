import {
  breakableKinds,
  Chosen,
  EntityPicker,
  FieldGroup,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { usePlaysText } from '../../translation';
import { textOf, useList, useValue } from './Edit';
import { idOf } from './fields';
import { Path } from './PlayText';

/** Which entities' incidents a play looks at. Systems, tags and tiers are for the text. */
export const AppliesTo = () => {
  const t = usePlaysText();
  return (
    <FieldGroup legend={t('form.applies')}>
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
    </FieldGroup>
  );
};

const Refs = (props: {
  path: Path;
  label: string;
  kinds: readonly string[];
}) => {
  const { path } = props;
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  const nameOf = useCatalogNames();
  const [value] = useValue(path);
  const list = useList(path);
  const refs = Array.isArray(value) ? value.map(textOf) : [];
  return (
    <>
      {refs.length > 0 && (
        <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
          {refs.map((ref, index) => (
            <Chosen
              key={ref}
              label={nameOf(ref)}
              removeLabel={t('form.takeOut', { what: nameOf(ref) })}
              onRemove={() => list.remove(index)}
            />
          ))}
        </div>
      )}
      <EntityPicker
        id={idOf(path)}
        label={props.label}
        kinds={props.kinds}
        value=""
        onChange={ref => {
          if (ref && !refs.includes(ref)) list.add(ref);
        }}
        adds
      />
    </>
  );
};
