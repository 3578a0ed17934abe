"""Numbers of the scorecard held to those that the Rust fold made of the same logs: whole numbers must be equal, values
to 1e-9, and each must be there exactly once."""

SCORECARD = 'SELECT name, key, part, amount, "of", value FROM scorecard'


def integer(value):
    return None if value is None else int(value)


def unequal(what, numbers, rows):
    """How many are not equal; the first of them are told."""
    wanted = {(n["name"], n["key"], n["part"]): n for n in numbers}
    came = {}
    wrong = 0
    for name, key, part, amount, of, value in rows:
        if (name, key, part) in came:
            print(f"{what}: {name} {key} {part} comes twice")
            wrong += 1
        came[(name, key, part)] = (integer(amount), integer(of), None if value is None else float(value))
    for place in sorted(wanted.keys() | came.keys()):
        number = wanted.get(place)
        right = number and (number["amount"], number["of"], number["value"])
        found = came.get(place)
        equal = right and found and right[:2] == found[:2] and (right[2] is None) == (found[2] is None)
        if equal and right[2] is not None:
            equal = abs(right[2] - found[2]) <= 1e-9 * max(1.0, abs(right[2]))
        if not equal:
            wrong += 1
            if wrong <= 20:
                print(f"{what}: {' '.join(filter(None, place))}: the fold says {right}, the engine {found}")
    return wrong
