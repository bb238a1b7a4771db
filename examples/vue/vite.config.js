import vue from "@vitejs/plugin-vue";

// Vue leaves the element alone: it is none of its components.
const isCustomElement = (tag) => tag === "email-journey";
export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
