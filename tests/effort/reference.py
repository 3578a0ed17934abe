"""TER figures of sacrebleu with its default settings, for pairs of lines; what tests/effort/*.figures are made with.

    python tests/effort/reference.py GIVEN FINAL > FIGURES

A line of output for each pair of lines: insertions, deletions, substitutions, shifts, reference length.
Lines end with LF alone. Needs `pip install sacrebleu==2.6.0`.
"""

import sys

from sacrebleu.metrics import TER, lib_ter


class Watched(lib_ter.BeamEditDistance):
    """Keeps the steps that were told last: those between the shifted words and the reference."""

    last = (0, "")

    def __call__(self, words):
        Watched.last = super().__call__(words)
        return Watched.last


lib_ter.BeamEditDistance = Watched


def figures(ter, given, final):
    words, reference = (ter._preprocess_segment(text).split() for text in (given, final))
    edits, length = lib_ter.translation_edit_rate(words, reference)
    if not reference:
        return 0, len(words), 0, 0, 0
    distance, steps = Watched.last
    kinds = tuple(steps.count(step) for step in "ids")
    assert sum(kinds) == distance
    return *kinds, edits - distance, length


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")[:-1]


def main():
    ter = TER()
    given, final = lines(sys.argv[1]), lines(sys.argv[2])
    assert len(given) == len(final), "the files differ in length"
    for pair in zip(given, final):
        print(*figures(ter, *pair), sep="\t", flush=True)


main()
