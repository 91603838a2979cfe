export { Badge, type Tone } from './Badge';
export { Composer } from './Composer';
export { DiffText } from './DiffText';
export { ExternalLink } from './ExternalLink';
export { FormDialog } from './FormDialog';
export { Holder, IncidentLine, StatusText } from './IncidentLine';
export { Panel } from './Panel';
export { Avatar, avatarColour, EntityLink, namesOf, Person } from './Person';
export { JsonText, PlainText } from './PlainText';
export { severityLooks } from './severity';
export { SearchField } from './SearchField';
export { SeverityBadge } from './SeverityBadge';
export { SeverityChoice } from './SeverityChoice';
export {
  Answer,
  CommandError,
  EmptyState,
  ErrorState,
  LoadingState,
  messageOf,
} from './states';
export { meaning, useLayout } from './styles';
export {
  absolute,
  Ago,
  At,
  clockTime,
  Countdown,
  Day,
  durationText,
  For,
  useNow,
} from './time';
export { Trace } from './Trace';
export { Choice } from './Choice';
export { ConfirmButton } from './ConfirmButton';
export { breakableKinds, EntityPicker } from './EntityPicker';
export { EntitiesPicker } from './EntitiesPicker';
export { displayNameOf, useCatalogNames } from './useCatalogNames';
export { useEntitySearch } from './useEntitySearch';
export { Chosen } from './Chosen';
export { FieldGroup } from './FieldGroup';
export { NumberField } from './NumberField';
export { movedUp } from './order';
export { useFormRows } from './useFormRows';
export { CheckField } from './CheckField';
export { More } from './More';
export { Toggles } from './Toggles';
export { MoreRows, PagedList } from './PagedList';
