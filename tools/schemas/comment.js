'use strict';

/** The first sentence of a description as a doc comment. */
function comment(description, indent = '') {
  const text = (description ?? '').split('\n\n')[0].replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!?](?= [A-Z]|$)/.exec(text)?.[0] ?? text;
  return sentence === '' ? [] : [`${indent}/** ${sentence.replaceAll('*/', '*\\/')} */`];
}

module.exports = { comment };
