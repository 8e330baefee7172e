// What a page adds to a widget, so that the gallery shows how it looks among what is the widget's own.

/** Gives an element a page, columns, actions and content for where there is nothing yet. */
export function add(element) {
  element.extensions = {
    pages: [{ key: "guidelines", title: "Guidelines" }],
    columns: [
      { key: "number", title: "Number", value: ({ id }) => `C-${id.slice(-4)}` },
      { key: "order", title: "Order", value: () => Object.assign(document.createElement("a"), { href: "#order", textContent: "4711" }) },
    ],
    actions: [
      { key: "sign", title: "Send for signature", of: "item" },
      { key: "scan", title: "Scan" },
    ],
  };
  element.innerHTML = `
    <div slot="page-guidelines"><h3>How we keep things</h3><p>Seven years, then they are shredded.</p></div>
    <p slot="empty">Nothing yet. We send what you need to begin within a day.</p>`;
}
