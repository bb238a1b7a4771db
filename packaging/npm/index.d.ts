// Types of <email-journey>: docs/embedding.md says what each attribute, method and event is for.

/** Public name of an example. */
export type Preset = /* presets */ string;

/** Every example, by its public name. */
export const presets: readonly Preset[];

export interface EmailJourneyElement extends HTMLElement {
  /** The example that is shown, or `came-back`: the field for what came back. */
  preset: Preset | "came-back" | "";
  /** Where to begin: the public name of a step or of a stage. */
  step: string;
  theme: "auto" | "light" | "dark" | "host" | "";
  controls: "full" | "minimal" | "";
  /** Whether it plays by itself once it is seen. */
  autoplay: boolean;
  /** The folder with the site; needed where the script is bundled. */
  base: string;
  provider: string;
  smtpServer: string;
  popServer: string;
  domain: string;
  mailboxes: string;
  helpDesk: string;
  quota: string;
  sizeLimit: string;

  play(): void;
  pause(): void;
  next(): void;
  back(): void;
  /** Goes to a step or a stage, by its public name. */
  goTo(place: string): void;

  addEventListener<K extends keyof EmailJourneyEventMap>(
    type: K,
    listener: (this: EmailJourneyElement, event: EmailJourneyEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export interface EmailJourneyEventMap extends HTMLElementEventMap {
  /** It can be used. */
  "ej-ready": CustomEvent<Record<string, never>>;
  /** Another step is shown. */
  "ej-step": CustomEvent<{ preset: string; step: string; stage: string; title: string }>;
  /** The end is reached. */
  "ej-end": CustomEvent<{ preset: string }>;
  /** Something could not be used, or the frame does not answer. */
  "ej-error": CustomEvent<{ message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "email-journey": EmailJourneyElement;
  }
}
