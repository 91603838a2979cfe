import TextField from '@material-ui/core/TextField';
import { PlayInput } from '@muster/backstage-plugin-incidents-common';
import { breakableKinds, CheckField, Choice, EntityPicker } from '../../kit';

/** Values of inputs by name; what is not given is not there. */
export type InputValues = Readonly<Record<string, unknown>>;

/** What inputs begin with. */
export const defaultsOf = (inputs: readonly PlayInput[]): InputValues =>
  Object.fromEntries(
    inputs.flatMap(input =>
      input.default === null ? [] : [[input.name, input.default]],
    ),
  );

/** Whether everything that must be given is given. */
export const isComplete = (
  inputs: readonly PlayInput[],
  values: InputValues,
): boolean =>
  inputs.every(
    ({ name, required, type }) =>
      !required || type === 'yes-no' || (values[name] ?? '') !== '',
  );

/** A field for each input of a play, by its type. */
export const InputFields = (props: {
  inputs: readonly PlayInput[];
  values: InputValues;
  onChange: (values: InputValues) => void;
}) => {
  const { inputs, values, onChange } = props;
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...others } = values;
    onChange(
      value === undefined || value === ''
        ? others
        : { ...others, [name]: value },
    );
  };
  return (
    <>
      {inputs.map(input => (
        <Field
          key={input.name}
          input={input}
          value={values[input.name]}
          onChange={value => set(input.name, value)}
        />
      ))}
    </>
  );
};

const pickable = {
  person: ['User'],
  group: ['Group'],
  entity: breakableKinds,
} as const;

const Field = (props: {
  input: PlayInput;
  value: unknown;
  onChange: (value: unknown) => void;
}) => {
  const { input, value, onChange } = props;
  const id = `play-input-${input.name}`;
  const label = input.label || input.name;
  const text = value === undefined ? '' : String(value);
  switch (input.type) {
    case 'yes-no':
      return (
        <CheckField
          label={label}
          checked={value === true}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Choice
          id={id}
          label={label}
          value={text}
          options={['', ...input.options]}
          onChange={onChange}
        />
      );
    case 'person':
    case 'group':
    case 'entity':
      return (
        <EntityPicker
          id={id}
          label={label}
          kinds={pickable[input.type]}
          value={text}
          onChange={onChange}
          required={input.required}
        />
      );
    default:
      return (
        <TextField
          id={id}
          label={label}
          type={input.type === 'number' ? 'number' : 'text'}
          value={text}
          onChange={event =>
            onChange(
              input.type === 'number' && event.target.value !== ''
                ? Number(event.target.value)
                : event.target.value,
            )
          }
          required={input.required}
          fullWidth
        />
      );
  }
};
