import { defineCompany } from '@plinth/model';
import { base } from './base';
import { dev } from './dev';
import { exceptions } from './exceptions';
import { prod } from './prod';
import { staging } from './staging';

/** The company, with its environments in the order of promotion. */
export const company = defineCompany({ base, environments: [dev, staging, prod], exceptions });
