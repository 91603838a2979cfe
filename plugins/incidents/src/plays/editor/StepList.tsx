import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { StepKind } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { Choice, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { useEdit, useList } from './Edit';
import { idOf } from './fields';
import { Path } from './PlayText';
import { StepCard } from './StepCard';
import { idsIn, kinds, newStep } from './steps';

const useStyles = makeStyles(theme => ({
  add: {
    display: 'flex',
    alignItems: 'flex-end',
    gap: theme.spacing(1),
  },
}));

/** A list of steps, wherever in a play it stands: folded, but for those that have just been added. */
export const StepList = (props: {
  path: Path;
  /** Which list it is, for whoever does not see where it stands. */
  label: string;
}) => {
  const { path, label } = props;
  const t = usePlaysText();
  const { stack } = useLayout();
  const { add } = useStyles();
  const { text } = useEdit();
  const list = useList(path);
  const [kind, setKind] = useState<StepKind>('action');
  // By their places, as everything of a step whose name is being edited.
  const [open, setOpen] = useState<readonly number[]>([]);
  const move = (from: number, to: number) => {
    list.move(from, to);
    setOpen(open.map(at => ({ [from]: to, [to]: from })[at] ?? at));
  };
  const remove = (index: number) => {
    list.remove(index);
    setOpen(
      open.filter(at => at !== index).map(at => (at > index ? at - 1 : at)),
    );
  };
  return (
    <div className={stack} style={{ gap: 8 }} role="group" aria-label={label}>
      {Array.from({ length: list.length }, (_, index) => (
        <StepCard
          // Steps have no identity but their place, as long as their names are edited.
          key={index}
          path={[...path, index]}
          isOpen={open.includes(index)}
          onFold={() =>
            setOpen(
              open.includes(index)
                ? open.filter(at => at !== index)
                : [...open, index],
            )
          }
          onUp={index > 0 ? () => move(index, index - 1) : undefined}
          onDown={
            index < list.length - 1 ? () => move(index, index + 1) : undefined
          }
          onRemove={() => remove(index)}
        />
      ))}
      <div className={add}>
        <Choice
          id={`${idOf(path)}-kind`}
          label={t('form.addStepTo', { where: label })}
          value={kind}
          options={kinds}
          words={one => t(`kind.${one}`)}
          onChange={setKind}
        />
        <Button
          size="small"
          variant="outlined"
          aria-label={t('form.addStepTo', { where: label })}
          onClick={() => {
            list.add(newStep(kind, idsIn(text.at([]))));
            setOpen([...open, list.length]);
          }}
        >
          {t('form.add')}
        </Button>
      </div>
    </div>
  );
};
