import { createApp } from "vue";
import "email-journey";
import Help from "./Help.vue";

createApp(Help).mount("#app");
