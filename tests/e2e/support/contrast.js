// Our own look at what is on the screen: every text in a widget against what is painted behind it, as WCAG 2.2 measures it.

/** A line for each text in the widgets that cannot be read, and how many texts there were. */
export function readAll(page) {
  return page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const known = new Map();
    /** Red, green, blue and alpha of any colour that CSS can write. */
    const parse = (css) => {
      if (!known.has(css)) {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = css;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
        known.set(css, [red, green, blue, alpha / 255]);
      }
      return known.get(css);
    };
    const over = (front, back) => [0, 1, 2].map((at) => front[at] * front[3] + back[at] * (1 - front[3])).concat(1);
    const luminance = (color) => {
      const [red, green, blue] = color.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (one, other) => {
      const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    const above = (node) => node.parentElement ?? node.getRootNode().host ?? null;
    const grounds = new Map();
    /** What is painted behind an element's text. A dialog or menu is in the top layer and has a ground of its own. */
    const ground = (element) => {
      if (!element) return [255, 255, 255, 1];
      if (!grounds.has(element)) {
        const own = parse(getComputedStyle(element).backgroundColor);
        grounds.set(element, own[3] === 1 ? own : over(own, ground(above(element))));
      }
      return grounds.get(element);
    };
    const broken = new Map();
    let texts = 0;
    const measure = (element, text, color) => {
      texts += 1;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const required = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      const behind = ground(element);
      const found = ratio(over(parse(color), behind), behind);
      if (found < required) {
        const where = `${element.getRootNode().host?.localName} ${element.className || element.localName}`;
        broken.set(where, `${where} "${text.slice(0, 30)}": ${found.toFixed(2)} to 1, ${color} on ${behind.slice(0, 3)}`);
      }
    };
    // What cannot be used, or is about to be replaced, is exempt (1.4.3).
    const exempt = ":disabled, [aria-disabled=true], [aria-busy=true], [inert]";
    for (const host of document.querySelectorAll("*")) {
      if (!host.localName.startsWith("portal-") || !host.shadowRoot) continue;
      const walker = document.createTreeWalker(host.shadowRoot, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const text = walker.currentNode.data.trim();
        if (!text || element.closest(exempt) || ["STYLE", "OPTION"].includes(element.tagName)) continue;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        measure(element, text, getComputedStyle(element).color);
      }
      for (const field of host.shadowRoot.querySelectorAll("input, textarea, select")) {
        if (field.matches(exempt) || !field.checkVisibility()) continue;
        if (["checkbox", "radio", "file"].includes(field.type)) continue;
        measure(field, field.value || "value", getComputedStyle(field).color);
        if (field.placeholder) measure(field, field.placeholder, getComputedStyle(field, "::placeholder").color);
      }
    }
    return { texts, broken: [...broken.values()] };
  });
}
