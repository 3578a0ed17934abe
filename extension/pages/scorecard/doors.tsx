/**
 * The two doors to the same numbers: my work, and our work.
 */
export type Door = "mine" | "ours";

export function Doors({ door, choose }: { door: Door; choose(door: Door): void }) {
  const each: [Door, string, string][] = [
    ["mine", "My work", "Only you see this"],
    ["ours", "Our work", "Never one person, never fewer than five"],
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
