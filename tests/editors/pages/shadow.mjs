// Rich text in an open shadow root, as web components have it.
const host = document.createElement("bench-host");
document.getElementById("editor").append(host);
const root = host.attachShadow({ mode: "open" });
const rich = document.createElement("div");
rich.id = "rich";
rich.contentEditable = "true";
rich.style.cssText = "width: 600px; min-height: 200px; font: 16px/1.5 sans-serif";
root.append(rich);
window.bench = {
  name: "shadow root", version: "", ready: Promise.resolve(), shadow: "bench-host", field: "#rich", rich: true, multiline: true,
  model: () => [...rich.children].map((each) => each.innerText.replace(/\n$/, "")),
  setModel: (blocks) =>
    rich.replaceChildren(...blocks.map((text) => {
      const paragraph = document.createElement("p");
      paragraph.append(text === "" ? document.createElement("br") : text);
      return paragraph;
    })),
};
