/** Design tokens by path, such as `{ "color.accent": "#7a3cff", "radius.medium": "2px" }`. */
export type ThemeOverrides = Readonly<Record<string, string>>;

const PATH = /^[a-z]+(?:\.[a-z]+(?:-[a-z]+)*)+$/;
/** Nothing a token needs: it would load something, end the declaration or reach another property. */
const FORBIDDEN = /url|image|src|var\(|env\(|attr\(|expression|[;{}@\\<>]|\/\*/i;

/**
 * The overrides as custom properties: name, value, name, value. What is no token path, or no plain value, is left out with a warning:
 * a theme may come from a place that the page does not control, and must not load or hide anything.
 */
export function overrideProperties(theme: unknown): string[] {
  if (typeof theme !== "object" || theme === null) return [];
  const properties: string[] = [];
  for (const [path, value] of Object.entries(theme)) {
    if (PATH.test(path) && typeof value === "string" && value.length < 200 && value.trim() && !FORBIDDEN.test(value)) {
      properties.push(`--portal-${path.replaceAll(".", "-")}`, value.trim());
    } else {
      console.warn(`portal: theme token ${JSON.stringify(path)} is not usable and was left out`);
    }
  }
  return properties;
}

const sheets = new Map<string, CSSStyleSheet>();
const KEPT = 32;

/**
 * A style sheet with custom properties on the host, for what the shim itself shows; one for all elements that look the
 * same. Values go through `setProperty`, which cannot leave its declaration whatever they hold.
 */
export function themeSheet(light: string[], dark: string[]): CSSStyleSheet | undefined {
  if (!light.length && !dark.length) return undefined;
  const key = JSON.stringify([light, dark]);
  let sheet = sheets.get(key);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    declare(sheet, ":host", light);
    declare(sheet, ":host(:state(dark))", dark);
    // A page that animates a token would fill the map; elements keep the sheets they use.
    if (sheets.size >= KEPT) sheets.clear();
    sheets.set(key, sheet);
  }
  return sheet;
}

function declare(sheet: CSSStyleSheet, selector: string, properties: string[]): void {
  const rule = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)] as CSSStyleRule;
  for (let at = 0; at < properties.length; at += 2) {
    rule.style.setProperty(properties[at] ?? "", properties[at + 1] ?? "");
  }
}
