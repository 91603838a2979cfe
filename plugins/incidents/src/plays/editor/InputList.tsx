import Button from '@material-ui/core/Button';
import { PlayInput } from '@muster/backstage-plugin-incidents-common';
import { FieldGroup, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { useList, useValue } from './Edit';
import { CheckAt, ChoiceAt, LinesAt, TextAt } from './fields';
import { Path } from './PlayText';

const types = [
  'text',
  'number',
  'yes-no',
  'choice',
  'person',
  'group',
  'entity',
] as const satisfies readonly PlayInput['type'][];

const path: Path = ['inputs'];

/** What a play asks of whoever starts it. */
export const InputList = () => {
  const t = usePlaysText();
  const { stack } = useLayout();
  const list = useList(path);
  return (
    <div className={stack}>
      {Array.from({ length: list.length }, (_, index) => (
        <Input key={index} index={index} onRemove={() => list.remove(index)} />
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            list.add({ name: `input${list.length + 1}`, type: 'text' })
          }
        >
          {t('form.addInput')}
        </Button>
      </div>
    </div>
  );
};

const Input = (props: { index: number; onRemove: () => void }) => {
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  const at = (...rest: Path): Path => [...path, props.index, ...rest];
  const [type] = useValue(at('type'));
  const what = t('form.input', { number: String(props.index + 1) });
  return (
    <FieldGroup legend={what}>
      <div className={`${row} ${wrap}`}>
        <TextAt path={at('name')} label={t('form.inputName')} required code />
        <ChoiceAt
          path={at('type')}
          label={t('form.inputType')}
          options={types}
        />
      </div>
      <TextAt path={at('label')} label={t('form.inputLabel')} />
      {type === 'choice' && (
        <LinesAt path={at('options')} label={t('form.inputOptions')} />
      )}
      <div className={`${row} ${wrap}`}>
        <CheckAt path={at('required')} label={t('form.inputRequired')} />
        <Button
          size="small"
          style={{ marginLeft: 'auto' }}
          aria-label={t('form.remove', { what })}
          onClick={props.onRemove}
        >
          ✕
        </Button>
      </div>
    </FieldGroup>
  );
};
