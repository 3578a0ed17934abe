/**
 * How numbers and dates are written. The words are English; signs and order are those of the person's own region.
 */
const own = new Intl.Locale(navigator.languages[0] ?? navigator.language ?? "en");
const region = own.region ?? own.maximize().region;

/** For numbers, in the digits that the words around them have. */
export const numberLocale = new Intl.Locale(own.baseName, { numberingSystem: "latn" }).toString();

/** For dates, whose months are words. */
export const dateLocale = region ? `en-${region}` : "en";
