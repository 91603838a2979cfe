import Button from '@material-ui/core/Button';
import {
  PlayEvent,
  playEvents,
  StepKind,
} from '@muster/backstage-plugin-incidents-common';
import { ConfirmButton, FieldGroup, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { useEdit, useList } from './Edit';
import { ChoiceAt, LinesAt, NumberAt, TextAt, YamlAt } from './fields';
import { OtherwiseAt } from './OtherwiseAt';
import { Path } from './PlayText';
import { StepList } from './StepList';
import { idsIn, newStep } from './steps';

/** Thirty days, in minutes. */
const longest = 43_200;

/** The fields of a step that is no action. */
export const KindFields = (props: {
  path: Path;
  kind: Exclude<StepKind, 'action'>;
}) => {
  const { kind } = props;
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  const at = (...rest: Path): Path => [...props.path, kind, ...rest];
  const minutes = (name: string, label: string, usual: number) => (
    <NumberAt
      path={at(name)}
      label={label}
      min={1}
      max={longest}
      usual={usual}
    />
  );
  switch (kind) {
    case 'wait':
      return (
        <>
          {minutes('minutes', t('form.minutes'), 10)}
          <TextAt path={at('onlyIf')} label={t('form.onlyIf')} code />
        </>
      );
    case 'waitFor':
      return (
        <>
          <ChoiceAt<PlayEvent | ''>
            path={at('event')}
            label={t('form.waitEvent')}
            options={['', ...playEvents]}
            usual=""
            words={event => event || t('form.noEvent')}
          />
          <TextAt path={at('until')} label={t('form.until')} code />
          {minutes('withinMinutes', t('form.within'), 10)}
          <OtherwiseAt
            path={at('otherwise')}
            label={t('form.late')}
            usual="continue"
          />
        </>
      );
    case 'approve':
      return (
        <>
          <TextAt
            path={at('question')}
            label={t('form.question')}
            required
            multiline
          />
          <LinesAt path={at('by')} label={t('form.by')} required />
          {minutes('withinMinutes', t('form.within'), 60)}
          <OtherwiseAt
            path={at('otherwise')}
            label={t('form.otherwise')}
            usual="stop"
          />
        </>
      );
    case 'tickOff':
      return (
        <>
          <TextAt path={at('text')} label={t('form.todo')} required multiline />
          <LinesAt path={at('by')} label={t('form.by')} required />
          {minutes('withinMinutes', t('form.within'), 1440)}
          <OtherwiseAt
            path={at('otherwise')}
            label={t('form.otherwise')}
            usual="continue"
          />
        </>
      );
    case 'parallel':
      return (
        <>
          <ChoiceAt
            path={at('join')}
            label={t('form.join')}
            options={['all', 'any', 'first']}
            usual="all"
            words={join => t(`flow.join.${join}`)}
          />
          <Branches path={at('branches')} />
        </>
      );
    case 'choose':
      return (
        <>
          <Cases path={at()} />
          <StepList
            path={[...props.path, 'otherwise']}
            label={t('form.otherwiseSteps')}
          />
        </>
      );
    case 'forEach':
      return (
        <>
          <TextAt path={at('in')} label={t('form.listOf')} required code />
          <div className={`${row} ${wrap}`}>
            <TextAt path={at('as')} label={t('form.as')} required code />
            <NumberAt
              path={at('atOnce')}
              label={t('form.atOnce')}
              min={1}
              max={20}
              usual={1}
            />
          </div>
          <StepList path={at('steps')} label={t('kind.forEach')} />
        </>
      );
    case 'repeat':
      return (
        <>
          <div className={`${row} ${wrap}`}>
            <NumberAt
              path={at('everyMinutes')}
              label={t('form.every')}
              min={0}
              max={longest}
              usual={10}
            />
            <NumberAt
              path={at('times')}
              label={t('form.times')}
              min={1}
              max={100}
              usual={3}
            />
            {minutes('withinMinutes', t('form.within'), 1440)}
          </div>
          <TextAt path={at('until')} label={t('form.until')} code />
          <StepList path={at('steps')} label={t('kind.repeat')} />
        </>
      );
    case 'call':
      return (
        <>
          <TextAt path={at('play')} label={t('form.call')} required />
          <YamlAt path={at('with')} label={t('form.inputs')} />
        </>
      );
    default:
      return (
        <>
          <TextAt
            path={at('because')}
            label={t('form.because')}
            required
            multiline
          />
          <ChoiceAt
            path={at('outcome')}
            label={t('form.outcome')}
            options={['succeeded', 'failed']}
            usual="succeeded"
            words={outcome => t(`run.state.${outcome}`)}
          />
        </>
      );
  }
};

const Branches = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const { text } = useEdit();
  const list = useList(path);
  return (
    <>
      {Array.from({ length: list.length }, (_, index) => {
        const label = t('form.branch', { number: String(index + 1) });
        return (
          <FieldGroup key={index} legend={label}>
            <StepList path={[...path, index]} label={label} />
            {list.length > 2 && (
              <Removal what={label} onRemove={() => list.remove(index)} />
            )}
          </FieldGroup>
        );
      })}
      <div>
        <Button
          size="small"
          onClick={() => list.add([newStep('action', idsIn(text.at([])))])}
        >
          {t('form.addBranch')}
        </Button>
      </div>
    </>
  );
};

const Cases = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const { text } = useEdit();
  const list = useList(path);
  return (
    <>
      {Array.from({ length: list.length }, (_, index) => {
        const label = `${t('form.case')} ${index + 1}`;
        return (
          <FieldGroup key={index} legend={label}>
            <TextAt
              path={[...path, index, 'when']}
              label={t('form.case')}
              required
              code
            />
            <StepList path={[...path, index, 'steps']} label={label} />
            {list.length > 1 && (
              <Removal what={label} onRemove={() => list.remove(index)} />
            )}
          </FieldGroup>
        );
      })}
      <div>
        <Button
          size="small"
          onClick={() =>
            list.add({
              when: 'true',
              steps: [newStep('action', idsIn(text.at([])))],
            })
          }
        >
          {t('form.addCase')}
        </Button>
      </div>
    </>
  );
};

/** Takes several steps at once, so it asks. */
const Removal = (props: { what: string; onRemove: () => void }) => {
  const t = usePlaysText();
  return (
    <div>
      <ConfirmButton
        label={t('form.remove', { what: props.what })}
        question={t('play.reallyRemove')}
        onConfirm={props.onRemove}
      />
    </div>
  );
};
