/** Design tokens by path, such as `{ "color.accent": "#7a3cff", "radius.medium": "2px" }`. */
export type ThemeOverrides = Readonly<Record<string, string>>;

const PATH = /^[a-z]+(?:\.[a-z]+(?:-[a-z]+)*)+$/;
/** Nothing a token needs: it would load something, end the declaration or reach another property. */
const FORBIDDEN = /url|image|src|var\(|env\(|attr\(|expression|[;{}@\\<>]|\/\*/i;

const warned = new Set<string>();

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
    } else if (!warned.has(path)) {
      warned.add(path);
      console.warn(`portal: theme token ${JSON.stringify(path)} is not usable and was left out`);
    }
  }
  return properties;
}

/** A session's theme: name, value, name, value. `dark` is what differs in the dark scheme. */
export interface SessionTheme {
  readonly light: string[];
  readonly dark: string[];
}

const sheets = new Map<string, CSSStyleSheet>();
const KEPT = 32;

/**
 * A style sheet with custom properties on the host; one for all elements that look the same. A page's own rules for an
 * element win over those of its shadow root, unless these are important, as the overrides are. Values go through
 * `setProperty`, which cannot leave its declaration whatever they hold.
 */
export function themeSheet(theme: SessionTheme | undefined, overrides: string[]): CSSStyleSheet | undefined {
  if (!theme && !overrides.length) return undefined;
  const key = JSON.stringify([theme, overrides]);
  let sheet = sheets.get(key);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    if (theme) {
      declare(sheet, ":host", theme.light);
      declare(sheet, ":host(:state(dark))", [...theme.light, ...theme.dark]);
    }
    declare(sheet, ":host", overrides, "important");
    // A page that animates a token would fill the map; elements keep the sheets they use.
    if (sheets.size >= KEPT) sheets.clear();
    sheets.set(key, sheet);
  }
  return sheet;
}

function declare(sheet: CSSStyleSheet, selector: string, properties: string[], priority?: string): void {
  const rule = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)] as CSSStyleRule;
  for (let at = 0; at < properties.length; at += 2) {
    rule.style.setProperty(properties[at] ?? "", properties[at + 1] ?? "", priority);
  }
}
