import { Choice } from '../../kit';
import { usePlaysText } from '../../translation';
import { useEdit, useValue } from './Edit';
import { idOf } from './fields';
import { Path } from './PlayText';
import { StepList } from './StepList';
import { idsIn, newStep } from './steps';

const options = ['stop', 'continue', 'steps'] as const;

/** What a step does when it has failed, or nobody has answered: a word, or steps of its own. */
export const OtherwiseAt = (props: {
  path: Path;
  label: string;
  usual: 'stop' | 'continue';
}) => {
  const { path, label, usual } = props;
  const t = usePlaysText();
  const { text } = useEdit();
  const [value, set] = useValue(path);
  const now = Array.isArray(value)
    ? 'steps'
    : (options.find(option => option === value) ?? usual);
  return (
    <>
      <Choice
        id={idOf(path)}
        label={label}
        value={now}
        options={options}
        words={option => t(`form.otherwiseOf.${option}`)}
        onChange={option => {
          if (option === 'steps') {
            set([newStep('action', idsIn(text.at([])))]);
          } else set(option === usual ? undefined : option);
        }}
      />
      {now === 'steps' && <StepList path={path} label={label} />}
    </>
  );
};
