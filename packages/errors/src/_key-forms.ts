import { type KeyForm, keyForm as of, WRITTEN_FORMS } from './_written-forms';

/** Forms that issuers gave to their keys so that they can be found, and those in which people write what they log in with. */
export const KEY_FORMS: readonly KeyForm[] = [
  of(
    'a private key',
    ['-----BEGIN'],
    /-----BEGIN(?:[ +]|%20)(?:[A-Z0-9]+(?:[ +]|%20))*PRIVATE(?:[ +]|%20)KEY/,
  ),
  // The same in hexadecimal.
  of(
    'a private key',
    ['2[dD]2[dD]42'],
    /2d2d42454749(?:4e|4E)20(?:[0-9a-f]{2}){0,12}50524956415445204b4559/i,
  ),
  of('a private key', ['PuTTY'], /PuTTY-User-Key-File-\d/),
  of('a private key', ['AGE-SECRET', 'age-secret'], /\bage-secret-key-1[0-9a-z]{50,}/i),
  of('a signed token', ['eyJ'], /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/),
  // The same, encrypted.
  of('a signed token', ['eyJ'], /\beyJ[\w-]{8,}\.[\w-]*\.[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/),
  of('an access key of AWS', ['AKIA', 'ASIA'], /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/),
  of(
    'a secret key of AWS',
    ['ecret', 'ECRET'],
    /secret_?-?access_?-?key\\*["']?\s*[:=]\s*\\*["']?[\w/+]{40}(?![\w/+=])/i,
  ),
  of('an API key of Google', ['AIza'], /\bAIza[\w-]{35}/),
  of(
    'a token of Google',
    ['GOCSPX', 'ya29', '1\\/\\/0'],
    /\bGOCSPX-[\w-]{24,}|\bya29\.[\w-]{20,}|(?<![\w+/-])1\/\/0[\w-]{40,}/,
  ),
  of(
    'a token of GitHub',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat'],
    /\b(?:gh[pousr]_|github_pat_)\w{22,}/,
  ),
  of(
    'a token of GitLab',
    [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glsoat-',
      'glagent-',
      'gloas-',
      'glwt-',
    ],
    /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|soat|agent|oas|wt)-[\w-]{20,}/,
  ),
  of('a token of Slack', ['xox', 'xapp-'], /\b(?:xox[abeoprs]|xapp-\d)-[\w-]{10,}/),
  of('a token of Slack', ['hooks\\.slack'], /hooks\.slack\.com\/(?:services|workflows)\/\w+\/\w+\/\w{8,}/),
  of(
    'a key of Stripe',
    ['k_live_', 'k_test_', 'whsec_'],
    /\b[sr]k_(?:live|test)_\w{16,}|\bwhsec_[\w+/=]{24,}/,
  ),
  of('a token of Vault', ['hvs\\.', 'hvb\\.', 'hvr\\.'], /\bhv[bsr]\.[\w-]{20,}/),
  // Of servers before 1.10.
  of(
    'a token of Vault',
    ['[sbr]\\.[A-Za-z\\d]{24}'],
    /(?<![\w.-])[sbr]\.(?=[a-z\d]*[A-Z])(?=[A-Z\d]*[a-z])(?=[A-Za-z]*\d)[A-Za-z\d]{24}(?![\w.-])/,
  ),
  of('a key of Azure', ['AccountKey=', 'AccessKey='], /(?:AccountKey|SharedAccessKey)=[\w+/]{40,}/),
  of('a key of Azure', ['Q~'], /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/),
  of('a signed URL', ['sig='], /[?&]sig=[\w%+/-]{40,}/),
  of(
    'a token of npm',
    ['npm_', '_authToken'],
    /\bnpm_[A-Za-z0-9]{36}\b|_authToken\\*["']?\s*[:=]\s*\\*["']?[\w-]{20,}/,
  ),
  of('a token of PyPI', ['pypi-AgE'], /\bpypi-AgE[\w-]{40,}/),
  of('a key of SendGrid', ['SG\\.'], /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/),
  of(
    'a key of Twilio',
    ['SK', 'wilio', 'WILIO'],
    /\bSK[0-9a-f]{32}\b|twilio.{0,20}["'\s:=]{1,5}[0-9a-f]{32}\b/i,
  ),
  of('a token of Telegram', [':AA'], /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/),
  of('a token of DigitalOcean', ['_v1_'], /\bdo[opr]_v1_[a-f0-9]{64}/),
  of('a token of Docker', ['dckr_'], /\bdckr_[op]at_[\w-]{20,}/),
  of('a token of Pulumi', ['pul-'], /\bpul-[a-f0-9]{40}\b/),
  of('a token of Atlassian', ['ATATT3'], /\bATATT3[\w=-]{50,}/),
  of(
    'a key of a model',
    ['sk-', 'hf_'],
    /\bsk-(?:ant|proj|svcacct|admin)-[\w-]{20,}|\bsk-[\w-]{10,}T3BlbkFJ[\w-]{10,}|\bhf_[A-Za-z]{34}\b/,
  ),
  of('a key of Cloudflare', ['v1\\.0-'], /\bv1\.0-[a-f0-9]{24}-[a-f0-9]{100,}/),
  ...WRITTEN_FORMS,
];

const MARKED = new RegExp([...new Set(KEY_FORMS.flatMap(({ marks }) => marks))].join('|'));

/** What kind of key stands in a text as it is. */
export function plainKey(text: string): string | undefined {
  return MARKED.test(text) ? KEY_FORMS.find(({ form }) => form.test(text))?.kind : undefined;
}

/** Of what a decoded text may be beside these: OpenSSH's own form, and keys in the encoding that PEM wraps. */
const BINARY = [
  /openssh-key-v1/,
  // PKCS #8, PKCS #1 and SEC 1 begin with a version; certificates and public keys do not.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are bytes
  /^\x30(?:\x82.{2}|\x81.|[\x01-\x7f])\x02\x01[\x00\x01](?:\x30|\x02[\x81\x82]|\x04)/s,
  // PKCS #12: version 3, and data under a password or a signature. It can hold certificates alone; nobody can see that.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are bytes
  /^\x30(?:\x83.{3}|\x82.{2}|\x81.|\x80)\x02\x01\x03\x30(?:\x83.{3}|\x82.{2}|\x81.|\x80)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x01\x02]/s,
];

/** True for the bytes of a private key, one character each. */
export function isBinaryKey(bytes: string): boolean {
  return BINARY.some((form) => form.test(bytes));
}
