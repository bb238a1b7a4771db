const journey = document.querySelector("email-journey");
journey.provider = "Lantern Broadband";
journey.addEventListener("ej-step", ({ detail }) => (document.getElementById("step").value = detail.step));
document.getElementById("next").addEventListener("click", () => journey.next());
