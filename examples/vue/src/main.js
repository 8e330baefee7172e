// A Vue app with the widgets as elements.
import { configure } from "@loggia/elements";
import { createApp } from "vue";
import Account from "./Account.vue";
import { fetchClientSecret } from "./portal-session.js";

configure({ server: import.meta.env.VITE_PORTAL_SERVER, fetchClientSecret });
createApp(Account).mount("#app");
