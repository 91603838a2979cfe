import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { At, Avatar, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { deedsOf, ReplayEntry } from './replay';

const useStyles = makeStyles(theme => ({
  title: { margin: theme.spacing(0, 0, 1), fontSize: '0.9375rem' },
  item: { marginBottom: theme.spacing(1.5) },
}));

/** Who did what, with the last of it: how the people of an incident work together. */
export const Deeds = ({ entries }: { entries: readonly ReplayEntry[] }) => {
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, top, grow, plain, small, mute } = useLayout();
  const id = useId();
  const deeds = deedsOf(entries);
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={classes.title}>
        {t('replay.who')}
      </h3>
      {deeds.length === 0 && (
        <span className={`${mute} ${small}`}>{t('replay.nobody')}</span>
      )}
      <ul className={plain}>
        {deeds.map(({ actor, text, at }) => (
          <li
            key={actor.ref ?? actor.name}
            className={`${row} ${top} ${classes.item}`}
          >
            <Avatar
              person={{ ref: actor.ref ?? actor.name, name: actor.name }}
            />
            <div className={grow}>
              <b>{actor.name}</b>{' '}
              <span className={`${small} ${mute}`}>
                <At at={at} />
              </span>
              <div className={small}>{text}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
