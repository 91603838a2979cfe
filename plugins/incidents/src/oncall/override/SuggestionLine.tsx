import Button from '@material-ui/core/Button';
import { useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { useSuggestions } from '../useSuggestions';

/** Who is free then and has the fewest hours; and why whoever is chosen is not. */
export const SuggestionLine = (props: {
  scheduleId: string;
  span: { readonly start: string; readonly end: string };
  chosen: string;
  onChoose: (ref: string) => void;
}) => {
  const { scheduleId, span, chosen, onChoose } = props;
  const t = useOnCallText();
  const { row, wrap, small, warn } = useLayout();
  const { value } = useSuggestions(scheduleId, span, span.start < span.end);
  const obstacle = value?.items.find(
    ({ person }) => person.ref === chosen,
  )?.obstacle;
  const free = value?.items.filter(one => one.obstacle === null) ?? [];
  return (
    <div className={`${row} ${wrap} ${small}`} style={{ gap: 4 }}>
      {obstacle && <span className={warn}>! {obstacle}</span>}
      {free
        .filter(({ person }) => person.ref !== chosen)
        .slice(0, 3)
        .map(({ person, hours }) => (
          <Button
            key={person.ref}
            size="small"
            onClick={() => onChoose(person.ref)}
          >
            {t('override.suggest', {
              person: person.name,
              hours: String(Math.round(hours)),
            })}
          </Button>
        ))}
    </div>
  );
};
