"""What formatters leave too long is broken, and nothing else is touched."""

from fastapi_endpoint.fragments import wrapped


def test_a_docstring_that_is_too_long_gets_more_lines() -> None:
    assert wrapped('def f():\n    """One two three four five six."""\n    return 1\n', 24) == (
        'def f():\n    """One two three\n    four five six.\n    """\n    return 1\n'
    )


def test_only_the_end_of_a_docstring_may_be_too_long() -> None:
    assert wrapped('    """One two three."""', 23) == '    """One two\n    three.\n    """'
    assert wrapped('    """One two three."""', 24) == '    """One two three."""'


def test_the_first_sentence_of_a_docstring_stands_by_itself() -> None:
    assert wrapped('    """One, two. Three four five."""', 24) == (
        '    """One, two.\n\n    Three four five.\n    """'
    )


def test_a_comment_that_is_too_long_gets_more_lines() -> None:
    assert wrapped("    # one two three four\nx = 1", 16) == "    # one two\n    # three four\nx = 1"


def test_code_is_left_alone() -> None:
    source = 'x = "a very long text" + y  # and why\nname = """a b c"""\n'

    assert wrapped(source, 10) == source
