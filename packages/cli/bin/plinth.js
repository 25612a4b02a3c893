#!/usr/bin/env node
'use strict';
require('./load-typescript.js');
require('@plinth/cli').main(process.argv.slice(2));
