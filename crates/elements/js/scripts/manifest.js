// The custom elements manifest (https://github.com/webcomponents/custom-elements-manifest), from the contract's table and
// the table of design tokens: what editors and documentation read.

/** How a token's value is written in CSS, by its type in the tokens' table. */
const SYNTAX = { color: "<color>", dimension: "<length>", duration: "<time>", fontWeight: "<number>", number: "<number>" };

/** `portal-audit-log` is `PortalAuditLog`. */
export function className(tag) {
  return tag.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** The manifest; `types` are the declarations that the table's types lead to. */
export function manifest(contract, tokens) {
  const described = Object.entries(contract.elements);
  const cssProperties = tokens.map(({ path, type, purpose }) => ({
    name: `--portal-${path.replaceAll(".", "-")}`,
    ...(SYNTAX[type] && { syntax: SYNTAX[type] }),
    description: `Design token \`${path}\`: ${purpose}.`,
  }));
  const declarations = described.map(([tagName, description]) => ({
    kind: "class",
    customElement: true,
    name: className(tagName),
    tagName,
    description,
    superclass: { name: "HTMLElement" },
    attributes: entries(contract.attributes, ({ says, type }) => ({ type: text(type), description: says })),
    members: [
      ...entries(contract.properties, ({ says, type }) => ({ kind: "field", type: text(type), description: says })),
      ...entries(contract.methods, (says) => ({ kind: "method", description: says })),
    ],
    events: entries(contract.events, ({ detail, says }) => ({ type: { text: `CustomEvent<${detail}>` }, description: says })),
    slots: entries(contract.slots, (says) => ({ description: says })),
    cssParts: Object.entries(contract.parts)
      .filter(([, says]) => belongs(says, tagName, described))
      .map(([name, says]) => ({ name, description: says })),
    cssProperties,
    cssStates: entries(contract.states, (says) => ({ description: says })),
  }));
  const path = "dist/portal.js";
  const exports = declarations.map(({ name, tagName }) => ({
    kind: "custom-element-definition",
    name: tagName,
    declaration: { name, module: path },
  }));
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: [{ kind: "javascript-module", path, declarations, exports }],
  };
}

function entries(table, more) {
  return Object.entries(table).map(([name, entry]) => ({ name, ...more(entry) }));
}

function text(type) {
  return { text: { Scheme: '"light" | "dark" | "auto"', Density: '"comfortable" | "compact"' }[type] ?? type };
}

/** A part that one widget alone has begins with its name: `Audit log: ...`. */
function belongs(says, tagName, described) {
  const of = says.match(/^([A-Z][A-Za-z ]+)(?::| of )/)?.[1].toLowerCase().replaceAll(" ", "-");
  return !described.some(([tag]) => tag === `portal-${of}`) || tagName === `portal-${of}`;
}
