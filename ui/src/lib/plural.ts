/** Which form of a word a number takes. In the place of paraglide's own, which makes new rules for each word it says. */
const rules = new Map<string, Intl.PluralRules>();

export function plural(locale: string, input: unknown, options: Intl.PluralRulesOptions = {}): Intl.LDMLPluralRule {
  const key = locale + JSON.stringify(options);
  let rule = rules.get(key);
  if (!rule) {
    rule = new Intl.PluralRules(locale, options);
    rules.set(key, rule);
  }
  return rule.select(Number(input));
}
