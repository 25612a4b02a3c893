import { join } from 'node:path';

// A process of its own: loads a company's declarations from TypeScript, and does nothing with them.
const [repository = ''] = process.argv.slice(2);
require(join(repository, 'environments'));
