// The theme editor: a theme from a colour, every token, what can be read of it, and the file that it all ends in. What is
// edited is kept while the tab is open, so that every page of the gallery shows it.

const KEY = "theme-editor";

/** The token file that is edited, from this tab's last page. */
export function kept() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
}

/** What the program that serves the gallery makes of a token file. */
export async function look(asked) {
  const answer = await fetch("theme", { method: "POST", body: JSON.stringify(asked) });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** Fills the panel. `apply` gets each theme that compiles. */
export function edit(panel, { tokens: contract, themes }, found, apply) {
  let tokens = found.tokens;
  let turn = 0;
  const parts = Object.fromEntries([...panel.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));

  function show(next) {
    found = next;
    ({ tokens } = found);
    sessionStorage.setItem(KEY, JSON.stringify(tokens));
    parts.verdict.textContent = found.failing.length
      ? `${found.failing.length} of ${found.pairs} pairs of colours cannot be read`
      : `All ${found.pairs} pairs of colours can be read`;
    parts.verdict.dataset.state = found.failing.length ? "bad" : "good";
    parts.repair.hidden = !found.failing.length;
    fillList(parts.failing, "Cannot be read", found.failing);
    fillList(parts.moved, "Moved so that they can be read", found.moved);
    fillList(parts.faint, "Could be better", found.faint);
    for (const row of parts.tokens.querySelectorAll("[data-path]")) fillRow(row);
    apply(found.theme);
  }

  function fillList(place, title, lines) {
    place.hidden = !lines.length;
    place.replaceChildren(make("summary", { textContent: `${title} (${lines.length})` }),
      make("ul", { tabIndex: 0, ariaLabel: title }, ...lines.map((line) => make("li", { textContent: line }))));
  }

  /** Asks, and shows the answer where nothing was asked since. */
  async function ask(asked, complain = tell) {
    const mine = ++turn;
    try {
      const next = await look(asked);
      if (mine === turn) {
        tell("");
        show(next);
      }
      return true;
    } catch (error) {
      if (mine === turn) complain(error.message);
      return false;
    }
  }

  function tell(problem) {
    parts.problem.textContent = problem;
    parts.problem.hidden = !problem;
  }

  // From a colour.
  parts.accent.addEventListener("input", () => (parts["accent-text"].value = parts.accent.value));
  parts["accent-text"].addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(parts["accent-text"].value)) parts.accent.value = parts["accent-text"].value;
  });
  parts.start.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask({ tokens, accent: parts["accent-text"].value });
  });
  const ground = found.theme.light["--portal-button-primary-ground"] ?? "";
  if (/^#[0-9a-f]{6}$/i.test(ground)) parts.accent.value = parts["accent-text"].value = ground;
  parts.name.value = tokens.$extensions?.portal?.name ?? "brand";
  parts.name.addEventListener("change", () => {
    const next = structuredClone(tokens);
    ((next.$extensions ??= {}).portal ??= {}).name = parts.name.value;
    void ask({ tokens: next });
  });
  parts.repair.addEventListener("click", () => ask({ tokens, repair: true }));

  // Every token.
  const groups = Map.groupBy ? Map.groupBy(contract, groupOf) : grouped(contract);
  for (const [group, members] of groups) {
    parts.tokens.append(make("details", {}, make("summary", { textContent: group }), ...members.map(row)));
  }
  parts.filter.addEventListener("input", () => {
    const wanted = parts.filter.value.trim().toLowerCase();
    for (const group of parts.tokens.children) {
      let some = false;
      for (const row of group.querySelectorAll("[data-path]")) {
        row.hidden = !`${row.dataset.path} ${row.title}`.includes(wanted);
        some ||= !row.hidden;
      }
      group.hidden = !some;
      if (wanted) group.open = some;
    }
  });

  function row(token) {
    const fields = (token.kind === "color" ? ["light", "dark"] : ["light"]).map((scheme) => {
      const label = token.kind === "color" ? `${token.path}, ${scheme}` : token.path;
      const text = make("input", { ariaLabel: label, spellcheck: false, autocomplete: "off" });
      text.dataset.scheme = scheme;
      text.addEventListener("change", () => set(token, scheme, text));
      if (token.kind !== "color") return text;
      const well = make("input", { type: "color", ariaLabel: `Choose ${label}` });
      well.dataset.scheme = scheme;
      well.addEventListener("input", () => {
        text.value = well.value;
        set(token, scheme, text);
      });
      return make("span", { className: "color" }, well, text);
    });
    const made = make("div", { className: "token", title: token.purpose },
      make("span", { textContent: token.path }), make("small", { textContent: token.purpose }), ...fields);
    made.dataset.path = token.path;
    return made;
  }

  function fillRow(row) {
    const token = contract.find(({ path }) => path === row.dataset.path);
    for (const field of row.querySelectorAll("input")) {
      const { scheme } = field.dataset;
      const value = found.theme[scheme]?.[token.property] ?? found.theme.light[token.property] ?? "";
      if (field.type === "color") {
        if (/^#[0-9a-f]{6}$/i.test(value)) field.value = value;
        continue;
      }
      field.placeholder = value || token.derived || "";
      if (field !== field.getRootNode().activeElement) field.value = written(valueOf(token, scheme));
      field.removeAttribute("aria-invalid");
    }
  }

  function valueOf({ path }, scheme) {
    const at = path.split(".").reduce((group, name) => group?.[name], tokens);
    return scheme === "dark" ? at?.$extensions?.portal?.dark : at?.$value;
  }

  function set(token, scheme, field) {
    const next = structuredClone(tokens);
    const at = token.path.split(".").reduce((group, name) => (group[name] ??= {}), next);
    const value = read(token.kind, field.value.trim());
    if (scheme === "dark") {
      const ours = ((at.$extensions ??= {}).portal ??= {});
      if (value === undefined) delete ours.dark;
      else ours.dark = value;
    } else if (value === undefined) delete at.$value;
    else at.$value = value;
    const empty = at.$value === undefined && at.$extensions?.portal?.dark === undefined;
    if (empty) remove(next, token.path.split("."));
    else at.$type = token.kind;
    void ask({ tokens: next }, (problem) => {
      field.setAttribute("aria-invalid", "true");
      tell(problem);
    });
  }

  // Files.
  for (const { name } of themes) parts.begin.append(make("option", { value: name, textContent: name }));
  parts.begin.value = tokens.$extensions?.portal?.extends ?? "default";
  parts.begin.addEventListener("change", () => {
    const name = parts.begin.value;
    void ask({ tokens: { $extensions: { portal: { name: parts.name.value, ...(name !== "default" && { extends: name }) } } } });
  });
  parts.open.addEventListener("change", async () => {
    const [file] = parts.open.files;
    parts.open.value = "";
    try {
      if (file) await ask({ tokens: JSON.parse(await file.text()) });
    } catch (error) {
      tell(`${file.name}: ${error.message}`);
    }
  });
  parts.save.addEventListener("click", () => {
    if (found.failing.length) return tell("The server refuses a theme that cannot be read. Repair it, or choose other colours.");
    const href = URL.createObjectURL(new Blob([`${JSON.stringify(tokens, null, 2)}\n`], { type: "application/json" }));
    make("a", { href, download: `${tokens.$extensions?.portal?.name ?? "brand"}.tokens.json` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  });
  show(found);
}

const groupOf = ({ path }) => path.split(".")[0];

function grouped(contract) {
  const groups = new Map();
  for (const token of contract) groups.set(groupOf(token), [...(groups.get(groupOf(token)) ?? []), token]);
  return groups;
}

/** Takes a token away, and the groups that are empty then. */
function remove(within, [name, ...rest]) {
  if (rest.length) remove(within[name], rest);
  if (!rest.length || !Object.keys(within[name]).some((key) => key !== "$type")) delete within[name];
}

/** What somebody wrote, as the file has it; undefined for nothing. */
function read(kind, text) {
  if (!text) return undefined;
  if (/^\{[\w.-]+\}$/.test(text)) return text;
  if (kind === "fontFamily") return text.split(",").map((family) => family.trim().replaceAll(/^["']|["']$/g, ""));
  if (kind === "fontWeight" || kind === "number") return Number.isNaN(Number(text)) ? text : Number(text);
  if (kind === "shadow" || kind === "cubicBezier") {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

/** A value of the file, as somebody writes it. */
function written(value) {
  if (value === undefined) return "";
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  if (typeof value?.unit === "string") return `${value.value}${value.unit}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
