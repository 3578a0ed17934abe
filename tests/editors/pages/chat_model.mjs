// A chat: Enter sends what stands in the composer and empties it, and an answer streams in beside.

export function chatBench({ composer, get, set, ...facts }) {
  const log = document.createElement("div");
  log.id = "log";
  log.style.cssText = "height: 180px; overflow: auto";
  document.getElementById("editor").append(log, composer);
  const say = (text) => {
    const message = document.createElement("p");
    message.append(text);
    log.append(message);
    return message;
  };
  let streaming = Promise.resolve();
  const stream = (text) =>
    (streaming = (async () => {
      const message = say("");
      for (const word of text.split(/(?<= )/)) {
        message.append(word);
        log.scrollTop = log.scrollHeight;
        await new Promise((done) => setTimeout(done, 15));
      }
    })());
  composer.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say(get().join("\n"));
    set([""]);
    void stream("We leverage what you said, and utilize it. ".repeat(8));
  });
  return {
    ...facts, version: "", ready: Promise.resolve(), multiline: true, sends: true,
    model: get,
    setModel: set,
    stream,
    streamed: () => streaming,
    sent: () => [...log.children].map((each) => each.textContent),
  };
}
