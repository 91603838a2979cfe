export { dateText, dayText, monthText, timeText, weekdayText } from './days';
export { FollowUpLine } from './FollowUpLine';
export { PostmortemLine, StillToWrite } from './PostmortemLine';
export { StandsFor } from './StandsFor';
export { StateBadge } from './StateBadge';
export { StepFacts } from './StepFacts';
export { WorthReading } from './WorthReading';
