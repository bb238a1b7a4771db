import { mount } from "svelte";
import "email-journey";
import Help from "./Help.svelte";

mount(Help, { target: document.getElementById("app") });
