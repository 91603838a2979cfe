import { useText } from '../translation';
import { Chosen } from './Chosen';
import { EntityPicker } from './EntityPicker';
import { useLayout } from './styles';
import { useCatalogNames } from './useCatalogNames';

/** Chooses entities of the catalog: a field that adds one, and below it those that are chosen. */
export const EntitiesPicker = (props: {
  id: string;
  label: string;
  /** As those of `EntityPicker`. */
  kinds: readonly string[];
  /** Full refs, each once. */
  value: readonly string[];
  /** Told of one more, which is the last, or of one less. */
  onChange: (refs: string[]) => void;
  /** None can be taken out while this is so. */
  disabled?: boolean;
}) => {
  const { id, label, kinds, value, onChange, disabled } = props;
  const t = useText();
  const nameOf = useCatalogNames();
  const { tight, row, wrap } = useLayout();
  return (
    <div className={tight}>
      <EntityPicker
        id={id}
        label={label}
        kinds={kinds}
        value=""
        adds
        onChange={ref => {
          if (ref && !value.includes(ref)) onChange([...value, ref]);
        }}
      />
      {value.length > 0 && (
        <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
          {value.map(ref => (
            <Chosen
              key={ref}
              label={nameOf(ref)}
              removeLabel={t('picker.takeOut', { name: nameOf(ref) })}
              disabled={disabled}
              onRemove={byKey => {
                if (byKey) document.getElementById(id)?.focus();
                onChange(value.filter(one => one !== ref));
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
};
