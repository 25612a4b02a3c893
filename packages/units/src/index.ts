export { Cidr } from './cidr';
export { Cpu } from './cpu';
export { CronSchedule } from './cron-schedule';
export { Duration } from './duration';
export { Memory } from './memory';
export { Percent } from './percent';
export { TimeZone } from './time-zone';
