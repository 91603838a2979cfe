import Button from '@material-ui/core/Button';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
  PostmortemFeedback,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { Ago, Answer, CommandError, Panel, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Not at all to very. */
const scores = [1, 2, 3, 4, 5] as const;

/** How useful it was to those who took part: who did is asked, others see what came of it; not on paper. */
export const Feedback = ({ postmortem }: { postmortem: PostmortemDetail }) => {
  const t = usePostmortemsText();
  const { stack } = useLayout();
  const state = useEndpoint(
    endpoints.postmortems.feedback,
    { params: { id: postmortem.name } },
    { enabled: publishedStates.includes(postmortem.state) },
  );
  const { value, error } = state;
  const isOfInterest = value && (value.mayGive || value.count > 0);
  if (!isOfInterest && !error) return null;
  return (
    <div data-noprint data-testid="incidents-feedback">
      <Panel title={t('feedback.title')}>
        <Answer state={state} lines={1}>
          {feedback => (
            <div className={stack}>
              <Given feedback={feedback} />
              {feedback.mayGive && (
                <Form postmortem={postmortem.name} mine={feedback.mine} />
              )}
            </div>
          )}
        </Answer>
      </Panel>
    </div>
  );
};

const Given = ({ feedback }: { feedback: PostmortemFeedback }) => {
  const t = usePostmortemsText();
  const { tight, plain, small, mute, breakable } = useLayout();
  const { average, count, sentences } = feedback;
  if (average === null) {
    return <span className={mute}>{t('feedback.nobody')}</span>;
  }
  return (
    <div className={tight}>
      <div>{t('feedback.average', { count, average: String(average) })}</div>
      {sentences.length > 0 && (
        <ul
          className={`${plain} ${tight}`}
          aria-label={t('feedback.sentences')}
        >
          {sentences.map(({ person, score, text, at }) => (
            <li key={person.ref} className={breakable}>
              <div className={small}>
                <b>{person.name}</b>{' '}
                <span className={mute}>
                  {t('feedback.score', { score: String(score) })} ·{' '}
                  <Ago at={at} />
                </span>
              </div>
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Form = (props: {
  /** `PM-12`. */
  postmortem: string;
  mine: PostmortemFeedback['mine'];
}) => {
  const { postmortem, mine } = props;
  const t = usePostmortemsText();
  const { tight, small, mute } = useLayout();
  const id = useId();
  const [score, setScore] = useState(mine?.score);
  const [text, setText] = useState(mine?.text ?? '');
  const give = useCommand(endpoints.postmortems.giveFeedback, () =>
    t('feedback.isGiven'),
  );
  const isGiven = score === mine?.score && text.trim() === (mine?.text ?? '');
  return (
    <form
      className={tight}
      onSubmit={event => {
        event.preventDefault();
        if (score === undefined) return;
        void give.run({ params: { id: postmortem }, body: { score, text } });
      }}
    >
      <FormControl component="fieldset">
        <FormLabel component="legend" id={id}>
          {t('feedback.question')}
        </FormLabel>
        <RadioGroup
          row
          aria-labelledby={id}
          name="usefulness"
          value={score ?? null}
          onChange={event => setScore(Number(event.target.value))}
        >
          {scores.map(each => (
            <FormControlLabel
              key={each}
              value={each}
              control={<Radio size="small" color="primary" />}
              label={String(each)}
            />
          ))}
        </RadioGroup>
        <span className={`${small} ${mute}`}>{t('feedback.scale')}</span>
      </FormControl>
      <TextField
        id="feedback-text"
        label={t('feedback.text')}
        helperText={t('feedback.textHelp')}
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: 500 }}
        variant="outlined"
        size="small"
        multiline
        maxRows={4}
        fullWidth
      />
      <div>
        <Button
          type="submit"
          size="small"
          variant="outlined"
          disabled={score === undefined || isGiven || give.pending}
        >
          {mine ? t('feedback.change') : t('feedback.give')}
        </Button>
      </div>
      <CommandError error={give.error} />
    </form>
  );
};
