'use strict';

/** What Go's RE2 reads and JavaScript does not, or reads as something else. */
const untranslatable = /\[\[:|\\[AzQCpPsS]|\(\?/;

/**
 * A Go pattern as JavaScript reads it with the `u` flag. The patterns met so far differ in one point only:
 * JavaScript's `.` leaves out four line ends, Go's only one. Others stop the generation.
 */
function toJavaScriptPattern(pattern, place) {
  if (untranslatable.test(pattern)) throw new Error(`${place}: translate ${pattern} by hand`);
  const translated = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./g, (part) =>
    part === '.' ? '[^\\n]' : part,
  );
  new RegExp(translated, 'u');
  return translated;
}

module.exports = { toJavaScriptPattern };
