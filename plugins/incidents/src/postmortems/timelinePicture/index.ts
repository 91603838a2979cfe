export { TimelinePicture } from './TimelinePicture';
