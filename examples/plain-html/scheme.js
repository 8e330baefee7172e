// Before the first paint: the colours somebody chose on this page, else those of their system.
const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.dataset.scheme = localStorage.getItem("scheme") ?? preferred;
