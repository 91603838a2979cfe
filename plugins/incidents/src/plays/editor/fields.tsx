import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { parse, stringify } from 'yaml';
import { CheckField, Choice, EntityPicker, NumberField } from '../../kit';
import { usePlaysText } from '../../translation';
import { textOf, useValue } from './Edit';
import { Path } from './PlayText';

// Fields of the form. Each knows where in the play its value stands, and changes that place only.

interface Field {
  readonly path: Path;
  readonly label: string;
  readonly help?: string;
}

export const idOf = (path: Path): string => `play-${path.join('-')}`;

/** A text; an empty one is taken out, unless the language requires it. */
export const TextAt = (
  props: Field & {
    required?: boolean;
    multiline?: boolean;
    placeholder?: string;
    /** CEL, an id: in letters of one width. */
    code?: boolean;
  },
) => {
  const [value, set] = useValue(props.path);
  return (
    <TextField
      id={idOf(props.path)}
      label={props.label}
      helperText={props.help}
      placeholder={props.placeholder}
      value={textOf(value)}
      onChange={event =>
        set(event.target.value || (props.required ? '' : undefined))
      }
      required={props.required}
      multiline={props.multiline}
      inputProps={
        props.code
          ? { spellCheck: false, style: { fontFamily: 'monospace' } }
          : undefined
      }
      fullWidth
    />
  );
};

/** A whole number within bounds. */
export const NumberAt = (
  props: Field & { min: number; max: number; usual: number },
) => {
  const [value, set] = useValue(props.path);
  return (
    // Wide enough for its label, also in a row.
    <div style={{ minWidth: 170 }}>
      <NumberField
        id={idOf(props.path)}
        label={props.label}
        min={props.min}
        max={props.max}
        value={typeof value === 'number' ? value : props.usual}
        onChange={set}
      />
    </div>
  );
};

/** One of a few; the usual one is taken out. */
export function ChoiceAt<T extends string>(
  props: Field & {
    options: readonly T[];
    usual?: T;
    words?: (option: T) => string;
  },
) {
  const { options, usual } = props;
  const [value, set] = useValue(props.path);
  return (
    <Choice
      id={idOf(props.path)}
      label={props.label}
      value={options.find(option => option === value) ?? usual ?? options[0]}
      options={options}
      words={props.words}
      onChange={option => set(option === usual ? undefined : option)}
    />
  );
}

/** Yes or no; no is taken out. */
export const CheckAt = ({ path, label }: Field) => {
  const [value, set] = useValue(path);
  return (
    <CheckField
      label={label}
      checked={value === true}
      onChange={checked => set(checked || undefined)}
    />
  );
};

/** A list of texts, one a line. */
export const LinesAt = (props: Field & { required?: boolean }) => {
  const t = usePlaysText();
  const [value, set] = useValue(props.path);
  // What is being typed may end with an empty line.
  const [typed, setTyped] = useState<string>();
  const stored = Array.isArray(value) ? value.map(textOf).join('\n') : '';
  return (
    <TextField
      id={idOf(props.path)}
      label={t('form.oneALine', { field: props.label })}
      helperText={props.help}
      value={typed ?? stored}
      onChange={event => {
        setTyped(event.target.value);
        const lines = event.target.value
          .split('\n')
          .filter(line => line.trim());
        set(lines.length > 0 || props.required ? lines : undefined);
      }}
      onBlur={() => setTyped(undefined)}
      required={props.required}
      multiline
      fullWidth
    />
  );
};

/** Anything, as YAML: what has no field of its own kind. */
export const YamlAt = (props: Field) => {
  const t = usePlaysText();
  const [value, set] = useValue(props.path);
  const [typed, setTyped] = useState<string>();
  const stored = value === undefined ? '' : stringify(value).trimEnd();
  return (
    <TextField
      id={idOf(props.path)}
      label={t('form.asYaml', { field: props.label })}
      helperText={props.help}
      value={typed ?? stored}
      onChange={event => {
        setTyped(event.target.value);
        try {
          set(
            event.target.value.trim() ? parse(event.target.value) : undefined,
          );
        } catch {
          // Half typed; it stays in the field until it can be read.
        }
      }}
      onBlur={() => setTyped(undefined)}
      inputProps={{ spellCheck: false, style: { fontFamily: 'monospace' } }}
      multiline
      fullWidth
    />
  );
};

/** An entity of the catalog. */
export const EntityAt = (
  props: Field & { kinds: readonly string[]; required?: boolean },
) => {
  const [value, set] = useValue(props.path);
  return (
    <EntityPicker
      id={idOf(props.path)}
      label={props.label}
      kinds={props.kinds}
      value={textOf(value)}
      onChange={ref => set(ref || undefined)}
      required={props.required}
    />
  );
};
