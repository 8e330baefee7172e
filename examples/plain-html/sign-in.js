// The demo's sign-in page: everybody the vendor knows, one button each.

const initials = (name) => name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const field = (name, value) => element("input", { type: "hidden", name, value });

const organizations = await (await fetch("people")).json();

for (const organization of organizations) {
  const people = element("div", { className: "people" });
  for (const person of organization.members.slice(0, 8)) {
    people.append(
      element("form", { method: "post", action: "sign-in" },
        field("organization_id", organization.id),
        field("user_id", person.user_id),
        element("button", { className: "pick", type: "submit" },
          element("span", { className: "avatar brand", ariaHidden: "true" }, initials(person.name)),
          element("span", {}, element("b", {}, person.name), element("small", {}, person.role)))),
    );
  }
  document.getElementById("people").append(element("h3", {}, organization.name), people);
  document.getElementById("organizations").append(element("option", { value: organization.id }, organization.name));
}

document.getElementById("refused").hidden = !location.search.includes("unknown");
