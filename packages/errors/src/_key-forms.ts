/** A form that an issuer gave to its keys so that they can be found. */
interface KeyForm {
  /** Patterns of which texts of this form have one: a quick look at a text that has none of any form is enough. */
  readonly marks: readonly string[];
  readonly form: RegExp;
  /** What to call it. */
  readonly kind: string;
}

/** Not what stands in for a password: `${PASSWORD}`, `$(PASSWORD)`, `{{ .password }}`, `<password>`, `***`. */
const REAL = /(?!\$[{(]|\{\{|<|\*{3}|%[sv])/.source;

export const KEY_FORMS: readonly KeyForm[] = [
  of(
    'a private key',
    ['-----BEGIN'],
    /-----BEGIN(?:[ +]|%20)(?:[A-Z0-9]+(?:[ +]|%20))*PRIVATE(?:[ +]|%20)KEY/,
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
  of('a token of Google', ['GOCSPX', 'ya29'], /\bGOCSPX-[\w-]{24,}|\bya29\.[\w-]{20,}/),
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
  of('a key of a model', ['sk-', 'hf_'], /\bsk-(?:ant|proj|svcacct|admin)-[\w-]{20,}|\bhf_[A-Za-z]{34}\b/),
  of(
    'a connection string with a password',
    ['://'],
    new RegExp(`\\b[a-z][a-z0-9+.-]{1,30}://[^\\s/?#:@"']*:${REAL}[^\\s/?#@]+@[^\\s]`, 'i'),
  ),
  of(
    'a connection string with a password',
    ['assword=', 'ASSWORD=', 'pwd=', 'Pwd=', 'PWD='],
    new RegExp(`[?&;]\\s*(?:password|pwd)=${REAL}[^&;\\s]{3,}`, 'i'),
  ),
];

function of(kind: string, marks: readonly string[], form: RegExp): KeyForm {
  return { kind, marks, form };
}

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
];

/** True for the bytes of a private key, one character each. */
export function isBinaryKey(bytes: string): boolean {
  return BINARY.some((form) => form.test(bytes));
}
