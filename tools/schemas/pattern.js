'use strict';

/** What Go's RE2 reads and JavaScript does not, or reads as something else. */
const untranslatable = /\[\[:|\\[AzQCpPsS]|\(\?/;

/** Patterns with parts that JavaScript writes in another way, as a person has translated them. */
const byHand = {
  '^(?i)(abort|warn)?$': '^([aA][bB][oO][rR][tT]|[wW][aA][rR][nN])?$',
};

/**
 * A Go pattern as JavaScript reads it with the `u` flag. The patterns met so far differ in one point only:
 * JavaScript's `.` leaves out four line ends, Go's only one. Others stop the generation.
 */
function toJavaScriptPattern(pattern, place) {
  if (byHand[pattern] !== undefined) return byHand[pattern];
  if (untranslatable.test(pattern)) throw new Error(`${place}: translate ${pattern} by hand`);
  const translated = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./g, (part) =>
    part === '.' ? '[^\\n]' : part,
  );
  new RegExp(translated, 'u');
  return translated;
}

module.exports = { toJavaScriptPattern };
