"""The language that a short text is written in: by its script, else by its smallest words.

A language more is a row of `_WORDS`, or of `_SCRIPTS` where it has a script of its own.
"""

import re

_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("uk", r"[іїєґІЇЄҐ]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("fa", r"[پچژگ]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("th", r"[\u0e00-\u0e7f]"),
)
_WORDS = {
    "en": "the of and to for with by from an all is are if this that get list create update delete returns",
    "pt": "o os do da dos das um uma de e em para com por não que usuário todos lista retorna criar",
    "es": "el la los del las de en y un una para con por no que usuario todos lista devuelve crear",
    "fr": "le la les des du de un une pour avec par et ou que est utilisateur tous liste retourne renvoie",
    "de": "der die das den dem ein eine einen und mit für von nicht ist wird alle liste gibt",
    "it": "il la gli di dei della un una per con non che utente tutti lista restituisce crea",
    "pl": "i w na z dla nie jest wszystkie lista zwraca tworzy usuwa",
    "tr": "ve bir için ile bu tüm döndürür oluşturur siler",
    "nl": "de het een en van voor met niet is alle lijst geeft",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LANGUAGES = {
    word: tuple(language for language, others in _SETS.items() if word in others)
    for words in _SETS.values()
    for word in words
}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2


def language_of(text: str) -> str | None:
    """The ISO 639-1 code, or None where a text of letters alone does not show it."""
    for language, script in _SCRIPTS if not text.isascii() else ():
        if len(re.findall(script, text)) >= _LEAST:
            return language
    count = dict.fromkeys(_WORDS, 0)
    for word in _WORD.findall(text):
        for language in _LANGUAGES.get(word.lower(), ()):
            count[language] += 1
    best = max(count, key=lambda language: count[language])
    even = sum(number == count[best] for number in count.values()) > 1
    # One small word shows English, whose docstrings begin with a verb; of others it may be a name.
    return None if even or count[best] < (1 if best == "en" else _LEAST) else best
