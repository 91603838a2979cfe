import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  RunAnswer,
  RunQuestion,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import {
  At,
  CommandError,
  meaning,
  namesOf,
  PlainText,
  useLayout,
} from '../../kit';
import { usePlaysText } from '../../translation';

const useStyles = makeStyles(theme => ({
  box: {
    padding: theme.spacing(1.5),
    borderLeft: `6px solid ${meaning(theme).warn}`,
    background: theme.palette.action.hover,
  },
  // Large enough for a thumb at night.
  answer: { minHeight: 44, flex: '1 1 120px', maxWidth: 240 },
  question: { fontWeight: 700, fontSize: '1.05rem' },
}));

/** The first of these that a question offers is what most people come to answer. */
const affirmative: readonly RunAnswer[] = ['approve', 'done'];

/** What a step asks of people, with a button for each answer that the viewer may give. */
export const QuestionBox = (props: {
  runId: string;
  path: string;
  question: RunQuestion;
}) => {
  const { runId, path, question } = props;
  const t = usePlaysText();
  const classes = useStyles();
  const { stack, tight, row, wrap, small, mute, breakable } = useLayout();
  const [note, setNote] = useState('');
  const answer = useCommand(endpoints.plays.answer, () =>
    t('question.answered'),
  );
  return (
    <div className={`${classes.box} ${stack} ${breakable}`}>
      <div className={tight}>
        <div className={classes.question}>
          <PlainText text={question.text} />
        </div>
        <span className={`${small} ${mute}`}>
          {t('question.of', { people: namesOf(question.of) })}
          {question.until && (
            <>
              {' '}
              · {t('question.until', { moment: <At at={question.until} /> })}
            </>
          )}
          {question.may.length === 0 && <> · {t('question.notYou')}</>}
        </span>
      </div>
      {question.may.length > 0 && (
        <>
          <div className={`${row} ${wrap}`}>
            {question.may.map(one => (
              <Button
                key={one}
                className={classes.answer}
                variant={affirmative.includes(one) ? 'contained' : 'outlined'}
                color={affirmative.includes(one) ? 'primary' : 'default'}
                disabled={answer.pending}
                onClick={() =>
                  void answer.run({
                    params: { id: runId },
                    body: { path, answer: one, note },
                  })
                }
              >
                {t(`question.${one}`)}
              </Button>
            ))}
          </div>
          <TextField
            id={`answer-note-${path}`}
            label={t('question.note')}
            value={note}
            onChange={event => setNote(event.target.value)}
            inputProps={{ maxLength: 1000 }}
            size="small"
            fullWidth
          />
        </>
      )}
      <CommandError error={answer.error} />
    </div>
  );
};
