"""Writes tagger.txt from the Brill tagger of the crate harper-brill.

    cargo info harper-brill@3.0.0      # puts the crate's source into cargo's registry cache
    python3 models/english/convert.py ~/.cargo/registry/src/*/harper-brill-3.0.0/trained_tagger_model.json
"""

import json
import pathlib
import sys

model = json.loads(pathlib.Path(sys.argv[1]).read_text())


def conditions(criteria):
    (kind, value), = criteria.items()
    match kind:
        case "Combined":
            return conditions(value["a"]) + conditions(value["b"])
        case "WordIsTaggedWith":
            return [f"tag {value['relative']} {value['is_tagged']}"]
        case "AnyWordIsTaggedWith":
            return [f"any {value['max_relative']} {value['is_tagged']}"]
        case "SandwichTaggedWith":
            return [f"between {value['prev_word_tagged']} {value['post_word_tagged']}"]
        case "WordIs":
            return [f"word {value['relative']} {value['word'].lower()}"]
    raise ValueError(kind)


lines = ["tagger 1"]
lines += [f"rule {patch['from']} {patch['to']} {' & '.join(conditions(patch['criteria']))}" for patch in model["patches"]]
lines += [f"{word} {tag}" for word, tag in sorted(model["base"]["mapping"].items(), key=lambda entry: entry[0].encode())]
pathlib.Path(__file__).with_name("tagger.txt").write_text("\n".join(lines) + "\n")
