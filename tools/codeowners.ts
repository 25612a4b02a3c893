// Writes .github/CODEOWNERS from the declared squads: `pnpm codeowners`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeowners } from '@plinth/model';
import { company } from '../environments';

writeFileSync(join(__dirname, '../.github/CODEOWNERS'), codeowners(company.base.squads));
