import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import ArrowUpwardIcon from '@material-ui/icons/ArrowUpward';
import DeleteIcon from '@material-ui/icons/Delete';
import { Slot } from '@muster/backstage-plugin-incidents-common';
import {
  Avatar,
  EntityPicker,
  movedUp,
  useCatalogNames,
  useLayout,
} from '../../kit';
import { useOnCallText } from '../../translation';
import { refsOf, slotOf } from './draft';

/** Who takes turns, in order: a person or a group, several together, or nobody. */
export const TurnsField = (props: {
  id: string;
  turns: readonly Slot[];
  onChange: (turns: Slot[]) => void;
}) => {
  const { id, turns, onChange } = props;
  const t = useOnCallText();
  const nameOf = useCatalogNames();
  const { row, wrap, grow, plain, mute, tight } = useLayout();
  const nameOfSlot = (slot: Slot) =>
    refsOf(slot).map(nameOf).join(', ') || t('editor.nobody');
  return (
    <div className={tight}>
      <ol className={plain} aria-label={t('editor.turns')}>
        {turns.map((slot, place) => {
          const refs = refsOf(slot);
          const name = nameOfSlot(slot);
          return (
            <li
              // Somebody may have two turns of a round.
              // eslint-disable-next-line react/no-array-index-key
              key={`${refs} ${place}`}
              className={`${row} ${wrap}`}
              style={{ gap: 8 }}
            >
              {refs.map(ref => (
                <Avatar
                  key={ref}
                  person={{ ref, name: nameOf(ref) }}
                  size={24}
                />
              ))}
              <span className={`${grow} ${refs.length === 0 ? mute : ''}`}>
                {name}
              </span>
              {place > 0 && refs.length > 0 && (
                <Button
                  size="small"
                  aria-label={t('editor.joinLabel', {
                    person: name,
                    other: nameOfSlot(turns[place - 1]),
                  })}
                  onClick={() =>
                    onChange([
                      ...turns.slice(0, place - 1),
                      slotOf([
                        ...new Set([...refsOf(turns[place - 1]), ...refs]),
                      ]),
                      ...turns.slice(place + 1),
                    ])
                  }
                >
                  {t('editor.join')}
                </Button>
              )}
              {refs.length > 1 && (
                <Button
                  size="small"
                  aria-label={t('editor.splitLabel', { people: name })}
                  onClick={() =>
                    onChange([
                      ...turns.slice(0, place),
                      ...refs,
                      ...turns.slice(place + 1),
                    ])
                  }
                >
                  {t('editor.split')}
                </Button>
              )}
              <IconButton
                size="small"
                aria-label={t('editor.up', { person: name })}
                disabled={place === 0}
                onClick={() => onChange(movedUp(turns, place))}
              >
                <ArrowUpwardIcon fontSize="small" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t('editor.takeOut', { person: name })}
                onClick={() =>
                  onChange(turns.filter((_, other) => other !== place))
                }
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            </li>
          );
        })}
      </ol>
      <EntityPicker
        adds
        id={`${id}-add`}
        label={t('editor.addPerson')}
        kinds={['User', 'Group']}
        value=""
        onChange={ref => {
          if (ref) onChange([...turns, ref]);
        }}
      />
      <div>
        <Button size="small" onClick={() => onChange([...turns, []])}>
          {t('editor.addNobody')}
        </Button>
      </div>
    </div>
  );
};
