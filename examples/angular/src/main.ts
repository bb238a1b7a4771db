// The compiler comes along and compiles in the browser, which keeps this example small. A project of Angular's own
// command line needs the same component, and no such import.
import "@angular/compiler";
import { CUSTOM_ELEMENTS_SCHEMA, Component, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import "email-journey";

@Component({
  selector: "#app",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>How does email work?</h1>
    <email-journey
      #journey
      base="./email-journey/"
      preset="mailbox-full"
      [provider]="provider"
      (ej-step)="step.set($any($event).detail.step)"
    ></email-journey>
    <p>
      <button type="button" id="next" (click)="$any(journey).next()">Next step</button>
      <output id="step">{{ step() }}</output>
    </p>
  `,
})
class Help {
  readonly provider = "Lantern Broadband";
  readonly step = signal("");
}

bootstrapApplication(Help, { providers: [provideZonelessChangeDetection()] });
