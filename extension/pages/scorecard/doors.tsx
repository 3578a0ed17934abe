/**
 * The two doors to the same numbers: my work, and our work.
 */
export type Door = "mine" | "ours";

/** `people`: whether the organisation lets numbers of few people be seen, which is said. */
export function Doors({ door, choose, people }: { door: Door; choose(door: Door): void; people: boolean }) {
  const each: [Door, string, string][] = [
    ["mine", "My work", "Only you see this"],
    ["ours", "Our work", people ? "Also of single people, as your organisation has set" : "Never one person, never fewer than five"],
  ];
  return (
    <fieldset class="doors">
      <legend class="unseen">Whose work</legend>
      {each.map(([id, name, says]) => (
        <label key={id}>
          <input type="radio" name="door" value={id} checked={door === id} onChange={() => choose(id)} />
          <span><b>{name}</b><small>{says}</small></span>
        </label>
      ))}
    </fieldset>
  );
}
