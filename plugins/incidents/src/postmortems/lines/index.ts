export { Badge, type Tone } from './Badge';
export { dateText, dayText, monthText } from './days';
export { FollowUpLine } from './FollowUpLine';
export { PostmortemLine, StillToWrite } from './PostmortemLine';
export { StateBadge } from './StateBadge';
