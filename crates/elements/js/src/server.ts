/** What a backend in Node.js puts into its page: the skeleton of a widget, there before any script has run. */

/** `frame.css` for an element without a script; the build fills it in. */
declare const SKELETON_STYLES: string;

/** How the skeleton is written. */
export interface SkeletonOptions {
  /** Attributes of the element: `{ view: "case_..." }`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The language of `label`. Default: `en`. */
  readonly lang?: string;
  /** What a screen reader says. Default: `Loading`. */
  readonly label?: string;
  /** The page's nonce, where its policy wants one for the style element. */
  readonly nonce?: string;
  /** Address of `skeleton.css`, for a policy that allows no style element: it is linked instead. */
  readonly stylesheet?: string;
}

/**
 * The element with a skeleton in a declarative shadow root, as HTML. The browser shows it at once, and the element keeps
 * it until the widget is there.
 */
export function skeletonHtml(tag: string, options: SkeletonOptions = {}): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(tag)) throw new TypeError(`tag: ${JSON.stringify(tag)} is no custom element's name`);
  const { attributes = {}, lang = "en", label = "Loading", nonce, stylesheet } = options;
  const written = Object.entries(attributes).map(([name, value]) => {
    if (!/^(?!on)[a-z][a-z0-9-]*$/.test(name)) {
      throw new TypeError(`attributes: ${JSON.stringify(name)} is no attribute that an element takes`);
    }
    return ` ${name}="${escaped(value)}"`;
  });
  const styles = stylesheet
    ? `<link rel="stylesheet" href="${escaped(stylesheet)}">`
    : `<style${nonce ? ` nonce="${escaped(nonce)}"` : ""}>${SKELETON_STYLES}</style>`;
  const row = '<div class="row"><div class="bone mark"></div><div class="bone line"></div><div class="bone end"></div></div>';
  return (
    `<${tag}${written.join("")}><template shadowrootmode="open">${styles}` +
    `<div class="frame skeleton" lang="${escaped(lang)}" dir="${/^ar\b/.test(lang) ? "rtl" : "ltr"}" part="skeleton" role="status" aria-busy="true" aria-label="${escaped(label)}">` +
    `<div class="head"><div class="bone title"></div><div class="bone button"></div></div>${row.repeat(6)}</div>` +
    `</template></${tag}>`
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
