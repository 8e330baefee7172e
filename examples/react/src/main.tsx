// A React app with the widgets as components, in StrictMode.
import { configure } from "@loggia/elements";
import { PortalRequests, PortalStatus } from "@loggia/elements/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { fetchClientSecret } from "./portal-session";

configure({ server: import.meta.env.VITE_PORTAL_SERVER, fetchClientSecret });

function Account() {
  const [view, setView] = useState("");
  return (
    <main>
      <h1>Your account</h1>
      <p>{view ? `Looking at ${view}` : "Looking at everything"}</p>
      <button onClick={() => setView("")}>Show everything</button>
      <PortalStatus view={view} onPortalNavigate={(event) => setView(event.detail.view)} />
      <PortalRequests
        onPortalNavigate={(event) => {
          if (!event.detail.view.startsWith("case_")) return;
          // What a request became is shown by the other widget.
          event.preventDefault();
          setView(event.detail.view);
        }}
      />
    </main>
  );
}

createRoot(document.getElementById("root")!).render(<StrictMode><Account /></StrictMode>);
