//! Links to a scenario and a moment: `#<slug>`, `#<slug>/<step>` and a state that holds every
//! difference from the preset.
