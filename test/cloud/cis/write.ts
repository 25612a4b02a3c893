import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { cisDocument, DOCUMENT } from './document';

const file = resolve(__dirname, '../../..', DOCUMENT);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, cisDocument());
