import Autocomplete from '@material-ui/lab/Autocomplete';
import TextField from '@material-ui/core/TextField';
import { useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { actionOf, withoutVersion } from './completions';
import { textOf, useEdit, useValue } from './Edit';
import { CheckAt, ChoiceAt, idOf, LinesAt, TextAt, YamlAt } from './fields';
import { Path, PlayText } from './PlayText';
import { fieldsOf, SchemaField } from './schema';

/** Which action, and its input: a field for each property of its schema. */
export const ActionFields = ({ path }: { path: Path }) => {
  const { small, mute } = useLayout();
  const { help } = useEdit();
  const [id] = useValue([...path, 'action']);
  const action = actionOf(help?.actions ?? [], id);
  return (
    <>
      <ActionChoice step={path} />
      {action?.description && (
        <div className={`${small} ${mute}`}>{action.description}</div>
      )}
      {action ? (
        fieldsOf(action.input).map(field => (
          <InputAt
            key={field.name}
            field={field}
            path={[...path, 'with', field.name]}
          />
        ))
      ) : (
        <YamlAt path={[...path, 'with']} label="with" />
      )}
    </>
  );
};

/** Another action keeps of the input what it has a field for. */
const ActionChoice = ({ step }: { step: Path }) => {
  const t = usePlaysText();
  const { help, text, onChange } = useEdit();
  const path = [...step, 'action'];
  const input = [...step, 'with'];
  const [value] = useValue(path);
  const actions = help?.actions ?? [];
  const choose = (id: string) => {
    const chosen = new PlayText(text.with(path, id));
    const action = actionOf(actions, id);
    const names = action && fieldsOf(action.input).map(({ name }) => name);
    onChange(names ? chosen.withOnly(input, names) : chosen.source);
  };
  return (
    <Autocomplete
      id={idOf(path)}
      freeSolo
      autoSelect
      disableClearable
      options={actions.map(({ id }) => withoutVersion(id))}
      groupBy={id => actionOf(actions, id)?.source ?? ''}
      renderOption={id => (
        <span>
          {actionOf(actions, id)?.title} <small>{id}</small>
        </span>
      )}
      value={textOf(value)}
      onChange={(_event, chosen) => choose(chosen)}
      renderInput={params => (
        <TextField {...params} label={t('form.action')} required fullWidth />
      )}
    />
  );
};

/** A property of the input; a value that its schema does not foresee, such as `{ cel: … }`, as YAML. */
const InputAt = ({ field, path }: { field: SchemaField; path: Path }) => {
  const t = usePlaysText();
  const [value] = useValue(path);
  const { label, help, required, options } = field;
  const place = { path, label, help: help || undefined };
  if (!fits(value, field)) return <YamlAt {...place} />;
  switch (field.type) {
    case 'text':
      return <TextAt {...place} required={required} multiline />;
    case 'number':
      return <TextNumberAt {...place} />;
    case 'yes-no':
      return <CheckAt {...place} />;
    case 'choice':
      return (
        <ChoiceAt
          {...place}
          options={required ? options : ['', ...options]}
          usual={required ? undefined : ''}
          words={option => option || t('form.notSet')}
        />
      );
    case 'lines':
      return <LinesAt {...place} required={required} />;
    default:
      return <YamlAt {...place} />;
  }
};

/** A number, or a template that becomes one. */
const TextNumberAt = ({
  path,
  label,
  help,
}: {
  path: Path;
  label: string;
  help?: string;
}) => {
  const [value, set] = useValue(path);
  return (
    <TextField
      id={idOf(path)}
      label={label}
      helperText={help}
      value={textOf(value)}
      onChange={event => {
        const text = event.target.value;
        const number = Number(text);
        if (text.trim() === '') set(undefined);
        else set(Number.isNaN(number) ? text : number);
      }}
    />
  );
};

function fits(value: unknown, { type, options }: SchemaField): boolean {
  if (value === undefined || value === null) return true;
  switch (type) {
    case 'yes-no':
      return typeof value === 'boolean';
    case 'choice':
      return options.some(option => option === value);
    case 'lines':
      return (
        Array.isArray(value) && value.every(one => typeof one !== 'object')
      );
    default:
      return typeof value !== 'object';
  }
}
