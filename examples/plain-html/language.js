// The page's own words: written in English, shown in German to whoever chose that. The widgets bring their own.
const german = {
  "Skip to content": "Zum Inhalt", Shipments: "Sendungen", Account: "Konto", "Sign out": "Abmelden",
  "Your account · Fernhill Freight": "Ihr Konto · Fernhill Freight", "Account · Juniper Pay": "Konto · Juniper Pay",
  "Your account": "Ihr Konto", "Everything open between us and": "Alles Offene zwischen uns und",
  "Your contact": "Ihre Ansprechpartnerin", "Your account manager": "Ihre Kundenbetreuerin",
  "Write to Mara": "Mara schreiben", "Open matters": "Vorgänge", Requests: "Anfragen", Documents: "Dokumente",
  People: "Personen", Security: "Sicherheit", "Programs with access, and who did what in": "Programme mit Zugang und wer was getan hat, in",
  "Security · Fernhill Freight": "Sicherheit · Fernhill Freight", "Security · Juniper Pay": "Sicherheit · Juniper Pay",
  "Shipments · Fernhill Freight": "Sendungen · Fernhill Freight",
  "On the road and due this week": "Unterwegs und in dieser Woche fällig",
  "in transit": "unterwegs", "due today": "heute fällig", "on time this month": "pünktlich in diesem Monat",
  "waiting for customs": "beim Zoll", Order: "Auftrag", From: "Von", To: "Nach", Goods: "Ware", Weight: "Gewicht",
  Due: "Fällig", State: "Stand", "Citrus, chilled": "Zitrusfrüchte, gekühlt", "Dry goods": "Trockenware",
  "Dried fruit": "Trockenfrüchte", Packaging: "Verpackungen", "Tinned fish": "Fischkonserven", "Olive oil": "Olivenöl",
  Gdańsk: "Danzig", Trieste: "Triest", Antwerp: "Antwerpen", Munich: "München",
  "Today, 16:00": "Heute, 16:00", "Today, 18:30": "Heute, 18:30", Tomorrow: "Morgen", Monday: "Montag",
  Tuesday: "Dienstag", Wednesday: "Mittwoch", "Near Lyon": "Bei Lyon", "Near Szczecin": "Bei Stettin",
  "At sea": "Auf See", "Waiting for customs": "Beim Zoll", Collected: "Abgeholt", Planned: "Geplant",
};

const inGerman = (text) => german[text] ?? text.replace(/^(\d+)\.(\d+)(?= [t%]$)/, "$1,$2");

const texts = [];
const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) texts.push([walker.currentNode, "data", walker.currentNode.data]);
for (const node of document.querySelectorAll("[aria-label]")) texts.push([node, "ariaLabel", node.ariaLabel]);

/** Shows the page in a language. */
export function speak(language) {
  document.documentElement.lang = language;
  for (const [node, property, english] of texts) node[property] = language === "de" ? inGerman(english) : english;
}

speak(localStorage.getItem("language") ?? "en");
