// import "email-journey": defines <email-journey>. The site that the element shows is found by its `base` attribute,
// which says where `npx email-journey copy` has put it.
import "./site/embed.js";

/** Every example, by its public name. */
export const presets = Object.freeze(/* presets */ []);
