import * as React from "react";
import { createRoot } from "react-dom/client";
import "email-journey";

function Help() {
  const journey = React.useRef(null);
  const [step, setStep] = React.useState("");
  // React 19 sets properties of custom elements, and listens to their events by name.
  return (
    <main>
      <h1>How does email work?</h1>
      <email-journey
        ref={journey}
        base="./email-journey/"
        preset="mailbox-full"
        provider="Lantern Broadband"
        onej-step={({ detail }) => setStep(detail.step)}
      />
      <p>
        <button type="button" id="next" onClick={() => journey.current.next()}>Next step</button>{" "}
        <output id="step">{step}</output>
      </p>
    </main>
  );
}

createRoot(document.getElementById("app")).render(<Help />);
