// A Svelte app with the widgets as elements.
import { configure } from "@loggia/elements";
import { mount } from "svelte";
import Account from "./Account.svelte";
import { fetchClientSecret } from "./portal-session.js";

configure({ server: import.meta.env.VITE_PORTAL_SERVER, fetchClientSecret });
mount(Account, { target: document.getElementById("app") });
