/** The countries that have a chart, by their two small letters: those in which Apple has a shop. */

const codes = (
  'ae ag ai al am ao ar at au az ba bb be bf bg bh bj bm bn bo br bs bt bw by bz ca cd cg ch ci cl cm cn co cr cv cy ' +
  'cz de dk dm do dz ec ee eg es fi fj fm fr ga gb gd ge gh gm gr gt gw gy hk hn hr hu id ie il in iq is it jm jo jp ' +
  'ke kg kh kn kr kw ky kz la lb lc lk lr lt lu lv ly ma md me mg mk ml mm mn mo mr ms mt mu mv mw mx my mz na ne ng ' +
  'ni nl no np nr nz om pa pe pg ph pk pl pt pw py qa ro rs ru rw sa sb sc se sg si sk sl sn sr st sv sz tc td th tj ' +
  'tm tn to tr tt tw tz ua ug us uy uz vc ve vg vn vu xk ye za zm zw'
).split(' ');

export interface Country {
  key: string;
  label: string;
}

/** All of them, by name in the language of the listener. */
export function countriesIn(locale: string): Country[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const { compare } = new Intl.Collator(locale);
  return codes
    .map((key) => ({ key, label: names.of(key.toUpperCase()) ?? key.toUpperCase() }))
    .sort((a, b) => compare(a.label, b.label));
}

/** The country of the first language that says one (`de-AT`) or is at home in one (`ja`). */
export function countryOf(languages: readonly string[]): string {
  for (const tag of languages) {
    const country = regionOf(tag);
    if (country && codes.includes(country)) return country;
  }
  return 'us';
}

function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().region?.toLowerCase();
  } catch {
    // What the system calls a language need not be one.
    return undefined;
  }
}
